import { trainingPhotos } from '@arcface-ts/core';
import type { TrainingConfigInput } from '../config.js';

/**
 * For CelebA's first 10,000 photos and Pins, people of one photo included, on two CPU cores with AVX-512: MobileFaceNet 128-d in an hour. What it
 * reaches and what else was tried stands in notes/accuracy.md. `npx nx run eval:card --data=DIR --config=face.small --name=small`
 */
export const faceSmall: TrainingConfigInput = {
  sets: [...trainingPhotos['face.small'].sets],
  minPhotosPerIdentity: 1,
  model: { name: 'mobilefacenet', embeddingSize: 128 },
  margin: { name: 'cosface', cosineMargin: 0.35, scale: 32 },
  marginRamp: { percent: 25 },
  weightAverage: { epochs: 1 },
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: { schedule: 'cosine', base: 0.1, final: 1e-4, warmup: { percent: 2 } },
  precision: 'bfloat16',
  epochs: 24,
  batchSize: 64,
  sampler: { name: 'weighted', power: 0.75 },
  augmentation: {
    mirror: 0.5,
    shift: 0.08,
    scale: 0.12,
    rotation: 8,
    brightness: 0.2,
    contrast: 0.3,
    grey: 0.1,
    jpeg: 0.1,
    lowResolution: 0.2,
    cutOut: 0.3,
  },
  validation: { holdOut: 0.05, pairs: 6000 },
  checkpointEvery: { steps: 200 },
};
