import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainingConfigSchema } from '@arcface-ts/train';
import { expect, it, onTestFinished } from 'vitest';
import { readTrainingLog } from './training-log.js';

const config = trainingConfigSchema.parse({
  model: { embeddingSize: 16 },
  margin: { name: 'arcface' },
  optimizer: { name: 'sgd' },
  learningRate: { schedule: 'constant', base: 0.1 },
  epochs: 2,
  batchSize: 2,
  augmentation: {},
  validation: {},
});
const progress = {
  step: 10,
  epoch: 1,
  stepInEpoch: 5,
  earlyStop: null,
  lossScale: null,
  bestEpoch: 2,
  bestValue: 0.75,
  validatedStep: 10,
  trainingSeconds: 1,
  dataWaitSeconds: 0,
  lastLoss: 1,
  skippedSteps: 0,
};
const summary = {
  schema: 1,
  dataset: 'celeba',
  identities: 3,
  images: 10,
  model: 'mobilefacenet',
  parameters: 1000,
  epochs: 2,
  steps: 10,
  imagesPerSecond: 20,
  dataWaitPercent: 0,
  peakRssMiB: 100,
  bestEpoch: 2,
  finalLoss: 1,
  stoppedBy: 'epochs',
};
const rows = [
  { kind: 'step', step: 1, epoch: 1, loss: 9, learningRate: 0.1 },
  { kind: 'step', step: 2, epoch: 1, learningRate: 0.1, applied: false },
  { kind: 'validation', step: 5, epoch: 1, accuracy: 0.6, auc: 0.7 },
  { kind: 'watched', set: 'lfw', step: 5, epoch: 1, accuracy: 0.6, auc: 0.99 },
  { kind: 'step', step: 10, epoch: 2, loss: 8, learningRate: 0.05 },
];

/** A run's folder as a training leaves it. @returns its path */
function trainedRun({ metrics = rows as readonly object[], more = {} } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'training-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const run = join(folder, 'my run');
  mkdirSync(run);
  writeFileSync(join(run, 'config.json'), JSON.stringify({ schema: 1, codeFingerprint: 'c0de', config }));
  writeFileSync(join(run, 'summary.json'), JSON.stringify({ ...summary, ...more }));
  writeFileSync(join(run, 'metrics.jsonl'), metrics.map(row => `${JSON.stringify(row)}\n`).join(''));
  return run;
}

it('places the rows of a run in its epochs, and takes the test that was watched for no validation', async () => {
  const log = await readTrainingLog(join(trainedRun(), 'best'), { config, progress });
  expect(log).toMatchObject({ run: 'my run', summary, codeFingerprint: 'c0de' });
  expect(log?.curves.steps.map(({ epoch, loss, learningRate }) => [epoch, loss, learningRate])).toEqual([
    [0.2, 9, 0.1],
    [0.4, NaN, 0.1],
    [2, 8, 0.05],
  ]);
  expect(log?.curves.validations.map(({ epoch, auc }) => [epoch, auc])).toEqual([[1, 0.7]]);
});

it('finds the run of a checkpoint below it, and none of weights that lie elsewhere', async () => {
  const run = trainedRun();
  expect(await readTrainingLog(join(run, 'checkpoints', 'step-00000010'), { config, progress })).toBeDefined();
  expect(await readTrainingLog(join(run, 'a', 'b', 'c'), { config, progress })).toBeUndefined();
});

it('knows the length of an epoch that an early stop cut', async () => {
  const run = trainedRun({ more: { epochs: 1, steps: 8, stoppedBy: 'early-stop' } });
  const log = await readTrainingLog(join(run, 'best'), { config, progress });
  expect(log?.curves.validations[0]?.epoch).toBe(1);
});

it('leaves aside the log of another training', async () => {
  const other = { ...config, epochs: 3 };
  expect(await readTrainingLog(join(trainedRun(), 'best'), { config: other, progress })).toBeUndefined();
});

it('names the line that is no row', async () => {
  const run = trainedRun({ metrics: [...rows, { step: 1 }] });
  await expect(readTrainingLog(join(run, 'best'), { config, progress })).rejects.toThrow(/metrics\.jsonl, line 6/);
});
