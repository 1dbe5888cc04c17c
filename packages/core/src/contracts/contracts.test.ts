import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  benchRowSchema,
  dataSummarySchema,
  digitsComparisonSchema,
  digitsRunSummarySchema,
  digitsSummarySchema,
  judgedPairSchema,
  manifestRecordSchema,
  rateTestSchema,
  runSummarySchema,
  thresholdCardSchema,
  verificationResultSchema,
} from './index.js';

const sha256 = '0123456789abcdef'.repeat(4);

const digitsRun = {
  schema: 1,
  dataset: 'mnist',
  identities: 10,
  images: 55_000,
  model: 'lenet++',
  parameters: 797_602,
  epochs: 10,
  steps: 100,
  imagesPerSecond: 400.5,
  dataWaitPercent: 0.5,
  peakRssMiB: 900.5,
  bestEpoch: 9,
  finalLoss: 1.25,
  stoppedBy: 'epochs',
  testAccuracy: 0.98,
  testImages: 10_000,
  withinClassAngleDeg: 2.5,
  minBetweenCentreAngleDeg: 30.5,
  pictures: ['embeddings.png'],
};

const operatingPoint = {
  squaredDistance: 1.5,
  squaredDistanceCi95: [1.4, 1.6],
  cosine: 0.25,
  cosineCi95: [0.2, 0.3],
  far: 0.01,
  tar: 0.99,
  accuracy: 0.99,
};

const contracts: readonly { name: string; schema: z.ZodType; sample: Record<string, unknown>; optional: string[] }[] = [
  {
    name: 'data summary',
    schema: dataSummarySchema,
    sample: {
      schema: 1,
      set: 'celeba',
      dataset: 'procedural',
      root: '/data/celeba',
      photos: 10,
      aligned: 8,
      missed: 1,
      unreadable: 1,
      identities: 3,
      rowsWithoutPhoto: 1,
      crop: { name: 'aligned-112', version: 1, imageSizePx: 112, marginPx: 8, encoding: 'raw', folder: 'crops/a' },
      detector: 'eyes 1',
      manifestSha256: sha256,
      shards: 1,
      bytes: 4096,
      seconds: 0.5,
      fingerprint: sha256,
    },
    optional: [],
  },
  {
    name: 'digits summary',
    schema: digitsSummarySchema,
    sample: {
      schema: 1,
      set: 'mnist',
      dataset: 'mnist',
      root: '/data/mnist',
      source: 'folder',
      files: { train: { images: 'a', labels: 'b' }, test: { images: 'c', labels: 'd' } },
      photos: 7,
      train: 5,
      test: 2,
      aligned: 0,
      missed: 0,
      shards: 0,
      identities: 3,
      bytes: 5495,
      seconds: 0.5,
      fingerprint: sha256,
    },
    optional: [],
  },
  {
    name: 'manifest record',
    schema: manifestRecordSchema,
    sample: {
      path: 'a/1.jpg',
      identity: 'a',
      sizePx: [178, 218],
      landmarks: [
        [69, 109],
        [106, 113],
        [77, 142],
        [73, 152],
        [108, 154],
      ],
      alignedBy: 'annotation',
      crop: { shard: '00000.tfrecord', position: 60, length: 49_152 },
      problem: 'none',
    },
    optional: ['problem'],
  },
  {
    name: 'run summary',
    schema: runSummarySchema,
    sample: {
      schema: 1,
      dataset: 'celeba',
      identities: 10_177,
      images: 202_599,
      model: 'mobilefacenet',
      parameters: 1_003_136,
      epochs: 2.5,
      steps: 100,
      imagesPerSecond: 84.5,
      dataWaitPercent: 0.5,
      peakRssMiB: 900.5,
      bestEpoch: null,
      finalLoss: 1.25,
      stoppedBy: 'early-stop',
      skippedSteps: 3,
      collapse: [
        { kind: 'embeddings', step: 100, meanCosine: 0.999 },
        { kind: 'guessing', step: 200, loss: 9.25, guessingLoss: 9.2, top1: 0.0001 },
      ],
    },
    optional: ['skippedSteps', 'collapse'],
  },
  {
    name: 'digits run summary',
    schema: digitsRunSummarySchema,
    sample: digitsRun,
    optional: [],
  },
  {
    name: 'digits comparison',
    schema: digitsComparisonSchema,
    sample: {
      schema: 1,
      softmax: digitsRun,
      arcface: digitsRun,
      withinClassAngleRatio: 1.5,
      minBetweenCentreAngleRatio: 1.75,
      pictures: ['embeddings.png', 'embeddings.gif'],
    },
    optional: [],
  },
  {
    name: 'verification result',
    schema: verificationResultSchema,
    sample: {
      schema: 1,
      dataset: 'lfw',
      protocol: 'lfw 10-fold',
      checkpoint: { path: 'runs/face/best', sha256 },
      pairs: 6000,
      images: 7701,
      folds: 10,
      accuracy: { mean: 0.99, std: 0.004, ci95: [0.987, 0.993] },
      thresholds: [1.4, 1.41],
      tarAtFar: { '1e-2': { tar: 0.98, threshold: 1.2, ci95: [0.97, 0.99], impostorPairs: 30 } },
      auc: 0.999,
      aucCi95: [0.998, 1],
      eer: 0.01,
      eerCi95: [0.007, 0.013],
      seedStyleBestAccuracy: 0.991,
      meanNorm: 11.5,
      imagesPerSecond: 120,
      stamp: {
        set: 'lfw',
        pairs: { list: 'pairs.txt', sha256, same: 3000, different: 3000 },
        folds: { count: 10, from: 'as the list has them', peopleInSeveral: 0 },
        flip: 'added',
        crop: { name: 'aligned-112', version: 1, alignment: 'by five points', detector: 'eyes 1' },
        photos: { read: 7701, unreadable: 0, withoutFace: 2, withoutFaceCountedAs: 'cropped at a fixed place' },
        checkpointSha256: sha256,
        overlap: {
          people: { known: false, why: 'the training set numbers its people' },
          photos: { known: true, common: 1, of: 7701, examples: ['a.jpg is b.jpg'], by: 'hash' },
        },
      },
    },
    optional: ['aucCi95', 'eerCi95', 'stamp'],
  },
  {
    name: 'threshold card',
    schema: thresholdCardSchema,
    sample: {
      schema: 1,
      dataset: 'lfw',
      pairs: { same: 3000, different: 3000 },
      identities: 4281,
      bestAccuracy: operatingPoint,
      atFar: { '1e-2': { ...operatingPoint, impostorPairs: 30 } },
    },
    optional: [],
  },
  {
    name: 'rate test',
    schema: rateTestSchema,
    sample: {
      schema: 1,
      dataset: 'celeba',
      identities: 10_177,
      model: 'mobilefacenet',
      optimizer: 'sgd',
      batchSize: 64,
      seed: 1,
      init: { path: 'runs/face/best', weightsSha256: sha256, head: 'new' },
      marginStrength: 0.35,
      from: 1e-5,
      to: 10,
      steps: 100,
      stoppedBy: 'risen-loss',
      points: [{ rate: 0.1, loss: 9, smoothedRate: 0.05, smoothedLoss: 9.1 }],
      suggestions: { steepest: 0.02, leastTenth: null },
      pictures: ['lr-find.svg'],
    },
    optional: ['init'],
  },
  {
    name: 'judged pair',
    schema: judgedPairSchema,
    sample: { fold: 1, same: false, squaredDistance: 1.93, first: 'A/A_0001.jpg', second: 'B/B_0002.jpg' },
    optional: [],
  },
  {
    name: 'bench row',
    schema: benchRowSchema,
    sample: {
      name: 'step',
      ours: 84,
      opponent: 18,
      opponentName: 'tfjs-node',
      unit: 'images/s',
      ratio: 4.7,
      precision: 'float32',
      peakRssMiB: 900,
      opponentPeakRssMiB: 1200,
    },
    optional: ['precision', 'peakRssMiB', 'opponentPeakRssMiB'],
  },
];

describe.each(contracts)('$name', ({ schema, sample, optional }) => {
  it('takes a whole record and changes nothing in it', () => {
    expect(schema.parse(sample)).toEqual(sample);
  });

  it.each(Object.keys(sample))('misses %s', field => {
    const { [field]: _, ...rest } = sample;
    expect(schema.safeParse(rest).success).toBe(optional.includes(field));
  });

  it('survives being written as JSON', () => {
    expect(schema.parse(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
  });
});

it.each([
  ['an accuracy in percent', { accuracy: { mean: 99, std: 0.4, ci95: [0.98, 1] } }],
  ['another version', { schema: 2 }],
  ['a short hash', { checkpoint: { path: 'best', sha256: 'abc' } }],
  ['a rate that is no number', { auc: Number.NaN }],
])('a verification result refuses %s', (_, fields) => {
  const sample = contracts.find(({ name }) => name === 'verification result')?.sample;
  expect(verificationResultSchema.safeParse(sample).success).toBe(true);
  expect(verificationResultSchema.safeParse({ ...sample, ...fields }).success).toBe(false);
});

it('a manifest record refuses a field that nobody would read', () => {
  expect(manifestRecordSchema.safeParse({ path: 'a/1.jpg', identity: 'a', label: 3 }).success).toBe(false);
});
