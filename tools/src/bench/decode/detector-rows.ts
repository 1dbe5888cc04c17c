import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ArcfaceError, type BenchRow, readJson } from '@arcface-ts/core';
import type { Stepper } from '../stepper.js';
import { takeTurns } from '../take-turns.js';
import { detectionsSchema } from './answer-detections.js';
import type { DecodeBench } from './decode-bench.js';
import { startOurs, workers } from './decode-programs.js';
import { writeDetectorImages } from './detector-images.js';
import { startTogether } from './together.js';

/** Photos of a set in which faces are looked for. */
const photos = 300;
/** Those of a turn, another third each time: a multiple of our detector's batch. */
const photosATurn = 96;

/** A way to run @vladmandic/human, on decoded photos. */
interface Opponent {
  readonly name: string;
  start(files: { images: string; check: string }): Promise<Stepper>;
}

const opponents: readonly Opponent[] = [
  {
    name: '@vladmandic/human 3.3.6',
    start: files => startOurs('their-detector', { ...files, turn: photosATurn }),
  },
  {
    // It runs op by op on one photo: threads that share an op cost more than they bring.
    name: `${workers} processes of human, one thread each`,
    start: files =>
      startTogether(
        Array.from({ length: workers }, () => () => {
          const environment = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };
          return startOurs('their-detector', { ...files, turn: photosATurn / workers }, environment);
        }),
      ),
  },
];

/** Our detector against @vladmandic/human, whose weights it has, on decoded photos of each set that is there. */
export async function* detectorRows(bench: DecodeBench): AsyncGenerator<BenchRow> {
  for (const set of ['lfw', 'pins', 'celeba']) {
    const folder = join(bench.faces.source, set);
    if (!existsSync(folder)) continue;
    const images = join(bench.faces.folder, `detector-${set}.rgb`);
    await writeDetectorImages(images, folder, photos);
    const title = bench.faces.procedural ? `${set} (procedural)` : set;
    for (const opponent of opponents) yield await detectorRow(bench, { title, images, opponent });
    await rm(images);
  }
}

async function detectorRow(
  { faces, rounds, say }: DecodeBench,
  { title, images, opponent }: { title: string; images: string; opponent: Opponent },
): Promise<BenchRow> {
  say(`faces and five points in ${photos} photos of ${title}: against ${opponent.name}, ${rounds} rounds`);
  const checks = { ours: join(faces.folder, 'ours.json'), theirs: join(faces.folder, 'theirs.json') };
  const { ours, theirs } = await takeTurns(
    () => startOurs('our-detector', { images, check: checks.ours, turn: photosATurn }),
    () => opponent.start({ images, check: checks.theirs }),
    rounds,
  );
  const found = await readJson(checks.ours, detectionsSchema);
  const theirFound = await readJson(checks.theirs, detectionsSchema);
  if (found.photos !== theirFound.photos || found.photos < photosATurn) {
    throw ArcfaceError.because({
      expected: `as many photos on both sides, ${photosATurn} or more`,
      received: `${found.photos} and ${theirFound.photos}`,
      place: `tools:bench, ${title}`,
    });
  }
  const percent = (part: number) => `${((100 * part) / found.photos).toFixed(1)} %`;
  return {
    name: `faces and five points, ${title}, decoded photos; found ${percent(found.found)}, opponent ${percent(theirFound.found)}`,
    ours: (1000 * photosATurn) / ours.medianMs,
    opponent: (1000 * photosATurn) / theirs.medianMs,
    opponentName: opponent.name,
    unit: 'photos/s',
    ratio: theirs.medianMs / ours.medianMs,
    peakRssMiB: ours.peakRssMiB,
    opponentPeakRssMiB: theirs.peakRssMiB,
  };
}
