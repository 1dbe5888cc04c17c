import { type ThresholdCard, verificationResultSchema } from '@arcface-ts/core';
import { sliceFigures } from '@arcface-ts/eval';
import { trainingConfigSchema } from '@arcface-ts/train';
import { type CardFacts, chosenThreshold } from '../card-facts.js';

const sha256 = 'ab'.repeat(32);
const point = (squaredDistance: number, far: number): ThresholdCard['bestAccuracy'] => ({
  squaredDistance,
  squaredDistanceCi95: [squaredDistance - 0.1, squaredDistance + 0.1],
  cosine: 1 - squaredDistance / 2,
  cosineCi95: [0.95 - squaredDistance / 2, 1.05 - squaredDistance / 2],
  far,
  tar: 0.5,
  accuracy: 0.75,
});

/** 200 pairs, each of people of its own, of whose same ones those with a far turned face all lie too far apart. */
function slices(): CardFacts['slices'] {
  const pairs = Array.from({ length: 200 }, (_, pair) => {
    const same = pair % 2 === 0;
    const people = { firstIdentity: 2 * pair, secondIdentity: 2 * pair + Number(!same) };
    return { first: 2 * pair, second: 2 * pair + 1, same, fold: pair % 4 < 2 ? 0 : 1, ...people };
  });
  const isTurned = (pair: number) => pair >= 100;
  const distances = Float64Array.from(pairs, ({ same }, pair) => (same && !isTurned(pair) ? 0.5 : 1.5));
  const values = Float64Array.from(pairs, (_, pair) => (pair < 10 ? Number.NaN : isTurned(pair) ? 35 : 5));
  return sliceFigures(
    { pairs, distances, foldThresholds: [1, 1], threshold: 1 },
    [{ name: 'yaw', unit: '°', values, edges: [10, 30] }],
    { resamples: 20 },
  );
}

/** Facts of a model that was trained on one set and verified on another. */
export function cardFacts({ trainedOn = 'celeba', testedOn = 'lfw', example = 'A is B' } = {}): CardFacts {
  const card = {
    schema: 1 as const,
    dataset: testedOn,
    pairs: { same: 3000, different: 3000 },
    identities: 4281,
    bestAccuracy: point(1.4, 0.1),
    atFar: { '1e-2': { ...point(1, 0.01), impostorPairs: 30 } },
  };
  return {
    run: 'my_run',
    weights: {
      path: 'runs/my_run/best',
      date: '2026-11-25',
      sha256,
      parameters: 1_003_136,
      embeddingSize: 128,
      record: {
        schema: 1,
        dataset: trainedOn,
        dataFingerprint: sha256,
        identities: ['1', '2', '3'],
        input: {
          imageSizePx: 112,
          colour: 'rgb',
          normalization: '(x - 127.5) / 127.5',
          crop: { name: 'aligned-112', version: 1 },
        },
        init: null,
        config: trainingConfigSchema.parse({
          model: {},
          margin: { name: 'arcface' },
          optimizer: { name: 'sgd' },
          learningRate: { schedule: 'constant', base: 0.1 },
          sets: trainedOn.split('+'),
          epochs: 1,
          batchSize: 64,
          augmentation: {},
          validation: {},
        }),
        progress: {
          step: 70,
          epoch: 1,
          stepInEpoch: 0,
          earlyStop: null,
          bestEpoch: 1,
          bestValue: 0.9,
          lossScale: null,
          validatedStep: 70,
          trainingSeconds: 1,
          dataWaitSeconds: 0,
          lastLoss: 1,
          skippedSteps: 0,
        },
        files: { 'weights.safetensors': sha256 },
      },
    },
    training: undefined,
    result: verificationResultSchema.parse({
      schema: 1,
      dataset: testedOn,
      protocol: 'LFW unrestricted',
      checkpoint: { path: 'runs/my_run/best', sha256 },
      pairs: 6000,
      images: 7701,
      folds: 10,
      accuracy: { mean: 0.801, std: 0.014, ci95: [0.786, 0.816] },
      thresholds: [1.4],
      tarAtFar: { '1e-2': { tar: 0.372, threshold: 1, ci95: [0.3, 0.4], impostorPairs: 30 } },
      auc: 0.884,
      eer: 0.2,
      seedStyleBestAccuracy: 0.81,
      meanNorm: 10,
      imagesPerSecond: 100,
      stamp: {
        set: 'lfw',
        pairs: { list: 'pairs.txt', sha256, same: 3000, different: 3000 },
        folds: { count: 10, from: 'as the list has them', peopleInSeveral: 0 },
        flip: 'added',
        crop: { name: 'aligned-112', version: 1, alignment: 'five points', detector: 'eyes 1' },
        photos: { read: 7701, unreadable: 0, withoutFace: 2, withoutFaceCountedAs: 'cropped at a fixed place' },
        checkpointSha256: sha256,
        overlap: {
          people: { known: false, why: 'the training set numbers its people' },
          photos: { known: true, common: 1, of: 7701, examples: [example], by: 'hash' },
        },
      },
    }),
    thresholds: new Map([['lfw', card]]),
    threshold: chosenThreshold(card),
    slices: slices(),
    pictures: [{ file: 'pictures/roc.svg', shows: 'ROC' }],
  };
}
