import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DigitsRunSummary, RunDirectory, writeJsonAtomic } from '@arcface-ts/core';
import { decodeRgb, pngFromRgb } from '@arcface-ts/data';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { compareDigitRuns } from './compare-digit-runs.js';

const trained: DigitsRunSummary = {
  schema: 1,
  dataset: 'mnist',
  identities: 10,
  images: 100,
  model: 'lenet++',
  parameters: 797_602,
  epochs: 2,
  steps: 20,
  imagesPerSecond: 100,
  dataWaitPercent: 0,
  peakRssMiB: 100,
  bestEpoch: 2,
  finalLoss: 1,
  stoppedBy: 'epochs',
  testAccuracy: 0.98,
  testImages: 10,
  withinClassAngleDeg: 3,
  minBetweenCentreAngleDeg: 20,
  pictures: ['embeddings.png', 'embeddings.gif'],
};

/** A picture of one grey, 4 × 4. */
const grey = (value: number) => pngFromRgb({ data: new Uint8Array(48).fill(value), width: 4, height: 4 });

/** A run that is finished; its pictures are grey: 100 for the test, and lighter from epoch to epoch. */
async function finishedRun(folder: string, name: string, keys: Partial<DigitsRunSummary> = {}) {
  const run = RunDirectory.at(folder, name);
  const summary = { ...trained, ...keys };
  await writeJsonAtomic(run.summaryFile, summary);
  await writeFile(join(run.path, 'embeddings.png'), await grey(100));
  for (let epoch = 1; epoch <= summary.epochs; epoch++) {
    await mkdir(dirname(run.epochPicture('embeddings', epoch)), { recursive: true });
    await writeFile(run.epochPicture('embeddings', epoch), await grey(70 * epoch));
  }
  return run;
}

it('puts figures and pictures of two runs beside each other, the last picture of the shorter staying', async () => {
  const runs = temporaryFolder();
  const softmax = await finishedRun(runs, 'mnist.ce');
  const arcface = await finishedRun(runs, 'mnist.arcface', {
    epochs: 3,
    withinClassAngleDeg: 2,
    minBetweenCentreAngleDeg: 35,
  });
  const folder = join(runs, 'mnist.compare');
  const comparison = await compareDigitRuns(folder, { softmax, arcface });
  expect(comparison).toMatchObject({
    softmax: trained,
    withinClassAngleRatio: 1.5,
    minBetweenCentreAngleRatio: 1.75,
  });
  expect(JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8'))).toEqual(comparison);
  const both = await decodeRgb(readFileSync(join(folder, 'embeddings.png')), { maxWidth: 100, maxHeight: 100 });
  expect([both.width, both.height]).toEqual([4, 8]);
  // Each frame of a GIF begins with a control block.
  const gif = readFileSync(join(folder, 'embeddings.gif')).toString('latin1');
  expect(gif.split('\x21\xf9\x04').length - 1).toBe(3);
});

it('refuses a run that is not there or has no pictures, and says what to train', async () => {
  const runs = temporaryFolder();
  const softmax = await finishedRun(runs, 'mnist.ce');
  const missing = RunDirectory.at(runs, 'mnist.arcface');
  const compared = (arcface: RunDirectory) => compareDigitRuns(join(runs, 'mnist.compare'), { softmax, arcface });
  await expect(compared(missing)).rejects.toThrow('nx run train:mnist.arcface');
  const plain = await finishedRun(runs, 'wide', { pictures: [] });
  await expect(compared(plain)).rejects.toThrow(/pictures of its epochs.*none.*wide/s);
});
