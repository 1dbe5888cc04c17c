import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { openDigitData } from '../digits/digit-data.js';
import { prepareSmallDigits, smallDigitsConfig } from '../testing/small-digits.js';
import { type FindLearningRateOptions, findLearningRate } from './find-learning-rate.js';

let folder: string;
let cacheFolder: string;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  folder = mkdtempSync(join(tmpdir(), 'lr-find-'));
  cacheFolder = await prepareSmallDigits(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function found(keys: Partial<TrainingConfigInput> = {}, options: Partial<FindLearningRateOptions> = {}) {
  // The lines of the progress display.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const config = smallDigitsConfig({ batchSize: 8, ...keys });
  const range = { from: 1e-5, to: 1, steps: 50 };
  const data = await openDigitData(cacheFolder, config);
  return findLearningRate({ config, init: undefined, device: 'cpu', say: () => undefined, ...range, ...options }, data);
}

it('suggests rates at which the net trains, between one that is too low and one that is too high', async () => {
  const { points, suggestions, marginStrength } = await found();
  expect(marginStrength).toBe(0.1);
  expect(points.map(({ rate }) => rate)).toEqual(
    points.map((_, step) => expect.closeTo(10 ** ((5 * step) / 49 - 5), 9)),
  );
  for (const rate of Object.values(suggestions)) {
    // Adam trains this net at 1e-3; at 1 it does not.
    expect(rate).toBeGreaterThan(5e-5);
    expect(rate).toBeLessThan(0.05);
  }
});

it('is the same again, and leaves no tensor behind', async () => {
  const once = await found({}, { steps: 20 });
  const tensors = tf.memory().numTensors;
  expect(await found({}, { steps: 20 })).toEqual(once);
  expect(tf.memory().numTensors).toBe(tensors);
});

it('has the margin of the first step, which is none where it is ramped', async () => {
  const { marginStrength } = await found({ marginRamp: { percent: 40 } }, { steps: 20 });
  expect(marginStrength).toBe(0);
});

it.each(['compiled', 'eager'])('%s: stops where the loss has run away', async kind => {
  // Without a norm or a clip plain softmax has no bound.
  const keys: Partial<TrainingConfigInput> = {
    margin: { name: 'softmax' },
    optimizer: { name: 'sgd' },
    clipNorm: null,
  };
  const { points, stoppedBy } = await found(keys, { from: 1e-3, to: 1e6, steps: 40, eager: kind === 'eager' });
  expect(['risen-loss', 'not-finite']).toContain(stoppedBy);
  expect(points.length).toBeLessThan(40);
  expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
});

it.each([
  [{ from: 1, to: 1e-3 }, '--from=1 --to=0.001 --steps=50'],
  [{ steps: 19 }, '--from=0.00001 --to=1 --steps=19'],
])('refuses %o', async (options, received) => {
  await expect(found({}, options)).rejects.toThrow(
    `Expected --from below --to, and --steps of 20 or more but received ${received} (train:lr-find).`,
  );
});

it('refuses a frozen backbone of random weights, as a run does', async () => {
  await expect(found({ frozenBackbone: { epochs: 1 } })).rejects.toThrow('--init=DIR beside a frozen backbone');
});
