import type { Batch } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { imagesTensor } from '../embedding/eager-embedding.js';
import type { StepFeeds } from '../step/train-step.js';
import { noiseBatch } from './noise-batch.js';

const sidePx = 112;

/** A batch of noise, one image a class, the same for the same size. */
export function smallBatch(size = 3): Batch {
  return {
    ...noiseBatch({ size, sidePx, classes: size, seed: 'small batch' }),
    labels: Int32Array.from({ length: size }, (_, label) => label),
    records: Array.from({ length: size }, (_, index) => `person-${index}/noise.png`),
  };
}

/** The batch as a step takes it. The caller disposes the feeds. */
export function feedsOf(
  { images, labels, size }: Batch,
  { learningRate = 0.05, marginStrength = 0.1 }: { learningRate?: number; marginStrength?: number } = {},
): StepFeeds {
  return {
    images: imagesTensor(images, size, sidePx),
    labels: tf.tensor1d(labels, 'int32'),
    learningRate: tf.scalar(learningRate),
    marginStrength: tf.scalar(marginStrength),
  };
}
