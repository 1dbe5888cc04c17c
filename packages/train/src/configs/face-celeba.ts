import type { TrainingConfigInput } from '../config.js';

/** For all of CelebA, 202,599 photos of 10,177 people, twenty each: MobileFaceNet 128-d. Tried by `tools:dry-run`; see notes/accuracy.md. */
export const faceCeleba: TrainingConfigInput = {
  sets: ['celeba'],
  model: { name: 'mobilefacenet', embeddingSize: 128 },
  margin: { name: 'cosface', cosineMargin: 0.35, scale: 32 },
  marginRamp: { percent: 25 },
  weightAverage: { epochs: 1 },
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: { schedule: 'cosine', base: 0.1, final: 1e-4, warmup: { percent: 2 } },
  precision: 'bfloat16',
  epochs: 16,
  batchSize: 128,
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
  validation: { holdOut: 0.02, pairs: 6000 },
  checkpointEvery: { steps: 500 },
};
