import { expect, it } from 'vitest';
import { dryRunReport, dryRunText } from './dry-run-report.js';

const run = {
  schema: 1,
  dataset: 'procedural',
  identities: 10_177,
  images: 202_201,
  model: 'mobilefacenet',
  parameters: 1_003_136,
  epochs: 1,
  steps: 300,
  imagesPerSecond: 200,
  dataWaitPercent: 0.1,
  peakRssMiB: 3000,
  bestEpoch: 1,
  finalLoss: 12,
  stoppedBy: 'epochs',
} as const;

it('says what all epochs would take, and what the crops would weigh', () => {
  const report = dryRunReport(run, {
    config: 'face.celeba',
    photos: 202_599,
    people: 10_177,
    batchSize: 128,
    epochs: 16,
    bytesAPhoto: 49_400,
  });
  expect(report.hours).toBeCloseTo((202_599 * 16) / 200 / 3600, 9);
  expect(report).toMatchObject({ classes: 10_177, steps: 300, cropBytes: 202_599 * 49_400 });
  const text = dryRunText(report);
  expect(text).toContain('202,599 rows, 10,177 classes, batches of 128: 300 steps on drawn faces');
  expect(text).toContain('16 epochs: 4.5 hours');
  expect(text).toContain('crops        9.3 GiB');
});
