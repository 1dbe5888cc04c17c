import { RandomStream } from '@arcface-ts/core';
import { createMemoryLoader, type Loader, mnistClasses, mnistSidePx, openMnist, splitPhotos } from '@arcface-ts/data';
import type { TrainingConfig } from '../config.js';
import type { TrainingData } from '../run/training-data.js';

/** Digits in a fixed order, and what each of them is. */
export interface LabelledDigits {
  readonly loader: Loader;
  readonly labels: Uint8Array;
}

/** MNIST for a run: digits to train on, some of the training's that it does not see to judge it by, and the test's. */
export interface DigitData extends Omit<TrainingData, 'judge'> {
  readonly validation: LabelledDigits;
  /** For one measurement, at the end: nothing is chosen by it. */
  readonly test: LabelledDigits;
}

/** Opens what `data:mnist` found. The digits held out are the same for every seed of a run, so that runs compare. */
export async function openDigitData(
  cacheFolder: string,
  config: Pick<TrainingConfig, 'batchSize' | 'seed' | 'sampler' | 'augmentation' | 'validation'>,
): Promise<DigitData> {
  const { summary, digits } = await openMnist(cacheFolder);
  const named = (part: 'train' | 'test') => ({
    name: `mnist/${part}`,
    images: digits[part].images,
    labels: digits[part].labels,
    sidePx: mnistSidePx,
  });
  const { training, heldOut } = splitPhotos(digits.train.count, {
    stream: RandomStream.fromSeed('validation'),
    fraction: config.validation.holdOut,
  });
  const { batchSize, seed, sampler, augmentation } = config;
  const inOrder = { batchSize, seed, order: 'sequential', lastBatch: 'keep' } as const;
  const { train, test } = digits;
  return {
    dataset: summary.dataset,
    fingerprint: summary.fingerprint,
    crop: { name: 'mnist', version: 1, imageSizePx: mnistSidePx },
    identities: Array.from({ length: mnistClasses }, (_, digit) => String(digit)),
    trainingPhotos: training.length,
    training: createMemoryLoader(named('train'), {
      batchSize,
      seed,
      order: sampler,
      augmentation,
      indices: training,
    }),
    validation: {
      loader: createMemoryLoader(named('train'), { ...inOrder, indices: heldOut }),
      labels: Uint8Array.from(heldOut, index => train.labels[index] as number),
    },
    test: { loader: createMemoryLoader(named('test'), inOrder), labels: test.labels },
    notes: [
      `${training.length} digits to train on, ${heldOut.length} of the training's to validate with, ${test.count} to test with at the end`,
    ],
    close: async () => undefined,
  };
}
