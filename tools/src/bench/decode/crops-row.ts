import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { takeTurns } from '../take-turns.js';
import { storedPx } from './augmentations.js';
import type { DecodeBench } from './decode-bench.js';
import { startOurs, startPython, workers } from './decode-programs.js';
import { checkSameDelivery, readDelivery } from './delivery.js';

/** data:faces on photos whose points are known, into shards, against OpenCV in as many processes, into JPEG files. */
export async function cropsRow(bench: DecodeBench, encoding: 'raw' | 'jpeg'): Promise<BenchRow> {
  const { faces, python, rounds, say } = bench;
  const name = `photos to aligned crops, ${storedPx}×${storedPx}, ${encoding} shards against JPEG files`;
  say(`${name}: against OpenCV, ${rounds} rounds`);
  const checks = { ours: join(faces.folder, 'ours.json'), theirs: join(faces.folder, 'theirs.json') };
  const { ours, theirs } = await takeTurns(
    () =>
      startOurs('our-crops', {
        root: faces.root,
        out: join(faces.folder, 'our-crops'),
        encoding,
        workers,
        check: checks.ours,
      }),
    () =>
      startPython(python, 'crops', {
        frames: faces.frames,
        out: join(faces.folder, 'their-crops'),
        side: storedPx,
        workers,
        check: checks.theirs,
      }),
    rounds,
  );
  const delivered = await readDelivery(checks.ours);
  checkSameDelivery(delivered, await readDelivery(checks.theirs), name);
  return {
    name,
    ours: (1000 * delivered.photos) / ours.medianMs,
    opponent: (1000 * delivered.photos) / theirs.medianMs,
    opponentName: `OpenCV, ${workers} processes`,
    unit: 'photos/s',
    ratio: theirs.medianMs / ours.medianMs,
  };
}
