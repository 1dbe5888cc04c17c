import type { TrainingConfigInput } from '../config.js';

/** The default when no data set is there: drawn faces, sized so that training ends within minutes on two cores. */
export const faceProcedural: TrainingConfigInput = {
  model: { name: 'mobilefacenet', embeddingSize: 128 },
  margin: { name: 'arcface', angularMargin: 0.3, scale: 32 },
  marginRamp: { percent: 50 },
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: { schedule: 'cosine', base: 0.1, final: 1e-4, warmup: { percent: 5 } },
  epochs: 5,
  batchSize: 64,
  augmentation: { mirror: 0.5, shift: 0.04, scale: 0.05 },
  validation: { holdOut: 0.1, pairs: 600 },
  checkpointEvery: { steps: 50 },
};
