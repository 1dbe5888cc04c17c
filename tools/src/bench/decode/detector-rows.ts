import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ArcfaceError, type BenchRow, readJson } from '@arcface-ts/core';
import { takeTurns } from '../take-turns.js';
import { detectionsSchema, photosATurn } from './answer-detections.js';
import type { DecodeBench } from './decode-bench.js';
import { startOurs } from './decode-programs.js';
import { writeDetectorImages } from './detector-images.js';

/** Photos of a set in which faces are looked for; a turn sees a third of them. */
const photos = 300;

/** Our detector against @vladmandic/human, whose weights it has, on decoded photos of each set that is there. */
export async function* detectorRows(bench: DecodeBench): AsyncGenerator<BenchRow> {
  for (const set of ['lfw', 'pins', 'celeba']) {
    const folder = join(bench.faces.source, set);
    if (existsSync(folder)) yield await detectorRow(bench, set, folder);
  }
}

async function detectorRow({ faces, rounds, say }: DecodeBench, set: string, folder: string): Promise<BenchRow> {
  const title = faces.procedural ? `${set} (procedural)` : set;
  say(`faces and five points in ${photos} photos of ${title}: against @vladmandic/human, ${rounds} rounds`);
  const images = join(faces.folder, `detector-${set}.rgb`);
  await writeDetectorImages(images, folder, photos);
  const checks = { ours: join(faces.folder, 'ours.json'), theirs: join(faces.folder, 'theirs.json') };
  const { ours, theirs } = await takeTurns(
    () => startOurs('our-detector', { images, check: checks.ours }),
    () => startOurs('their-detector', { images, check: checks.theirs }),
    rounds,
  );
  await rm(images);
  const found = await readJson(checks.ours, detectionsSchema);
  const theirFound = await readJson(checks.theirs, detectionsSchema);
  if (found.photos !== theirFound.photos || found.photos < photosATurn) {
    throw ArcfaceError.because({
      expected: `as many photos on both sides, ${photosATurn} or more`,
      received: `${found.photos} and ${theirFound.photos}`,
      place: folder,
    });
  }
  const percent = (part: number) => `${((100 * part) / found.photos).toFixed(1)} %`;
  return {
    name: `faces and five points, ${title}, decoded photos; found ${percent(found.found)}, opponent ${percent(theirFound.found)}`,
    ours: (1000 * photosATurn) / ours.medianMs,
    opponent: (1000 * photosATurn) / theirs.medianMs,
    opponentName: '@vladmandic/human 3.3.6',
    unit: 'photos/s',
    ratio: theirs.medianMs / ours.medianMs,
    peakRssMiB: ours.peakRssMiB,
    opponentPeakRssMiB: theirs.peakRssMiB,
  };
}
