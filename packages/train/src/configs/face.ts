import type { TrainingConfigInput } from '../config.js';

/**
 * The default on real photos: MobileFaceNet 128-d with CosFace.
 * `npx nx run train:face --data=DIR`; the margin, scale and ramp are those that a small net on few photos an identity
 * trains well with. Measured figures stand in bench/README.md.
 */
export const face: TrainingConfigInput = {
  model: { name: 'mobilefacenet', embeddingSize: 128 },
  margin: { name: 'cosface', cosineMargin: 0.35, scale: 32 },
  marginRamp: { percent: 40 },
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: { schedule: 'cosine', base: 0.1, final: 1e-4, warmup: { percent: 5 } },
  epochs: 12,
  batchSize: 64,
  augmentation: { mirror: 0.5, shift: 0.06, scale: 0.08, brightness: 0.12, contrast: 0.2 },
  validation: { holdOut: 0.05, pairs: 2000 },
  earlyStop: { patience: 6 },
  checkpointEvery: { steps: 100 },
};
