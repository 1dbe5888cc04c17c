import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { takeTurns } from '../take-turns.js';
import { type Change, seenPx } from './augmentations.js';
import type { DecodeBench } from './decode-bench.js';
import { startOurs, startPython, workers } from './decode-programs.js';
import { checkSameDelivery, readDelivery } from './delivery.js';

/** Our loader against a DataLoader. */
export interface LoaderComparison {
  readonly source: 'crops' | 'photos';
  /** How our crops are stored; the other side always has JPEG files. */
  readonly encoding: 'raw' | 'jpeg';
  readonly change: Change;
  readonly decoder: 'pil' | 'cv2';
}

const batchSize = 64;
const epochsATurn = 2;
const decoders = { pil: 'DataLoader with PIL', cv2: 'DataLoader with OpenCV' } as const;
const changeWords = { crop: 'random crop and mirror', face: 'shift, scale, brightness, contrast and mirror' } as const;

export async function loaderRow(bench: DecodeBench, comparison: LoaderComparison): Promise<BenchRow> {
  const { source, encoding, change, decoder } = comparison;
  const { faces, python, rounds, say } = bench;
  const words = source === 'photos' ? 'middle square and mirror' : changeWords[change];
  const name = `batches of ${batchSize} from ${source === 'photos' ? 'photos' : `${encoding} shards`}, ${seenPx}×${seenPx}, ${words}`;
  say(`${name}: against a ${decoders[decoder]}, ${rounds} rounds`);
  const shared = { source, change, batch: batchSize, workers, epochs: epochsATurn };
  const checks = { ours: join(faces.folder, 'ours.json'), theirs: join(faces.folder, 'theirs.json') };
  const { ours, theirs } = await takeTurns(
    () => startOurs('our-loader', { ...shared, cache: faces.shards[encoding], check: checks.ours }),
    () => startPython(python, 'loader', { ...shared, images: faces.lists[source], decoder, check: checks.theirs }),
    rounds,
  );
  const delivered = await readDelivery(checks.ours);
  checkSameDelivery(delivered, await readDelivery(checks.theirs), name);
  return {
    name,
    ours: (1000 * delivered.photos) / ours.medianMs,
    opponent: (1000 * delivered.photos) / theirs.medianMs,
    opponentName: decoders[decoder],
    unit: 'photos/s',
    ratio: theirs.medianMs / ours.medianMs,
  };
}
