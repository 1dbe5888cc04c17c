import type { TrainingConfigInput } from '../config.js';

/** ArcFace on digits in two dimensions, where what a margin does can be seen: `npx nx run train:mnist.arcface`. */
export const mnistArcface: TrainingConfigInput = {
  model: { name: 'lenet++', embeddingSize: 2 },
  // Ten classes have 36° each in the plane: a margin of more than half of it cannot be met.
  margin: { name: 'arcface', angularMargin: 0.2, scale: 16 },
  marginRamp: { percent: 40 },
  // Without norms in the net all embeddings lie in one direction at first, and Adam gets them out of it sooner than SGD did.
  optimizer: { name: 'adam', weightDecay: 5e-4 },
  learningRate: { schedule: 'cosine', base: 1e-3, final: 1e-5, warmup: { percent: 5 } },
  epochs: 10,
  batchSize: 128,
  // Two numbers an image leave little room for a digit that is written unlike those of the training: without these it was 98.8 %.
  augmentation: { mirror: 0, shift: 0.08, scale: 0.08, rotation: 10 },
  validation: { holdOut: 1 / 12 },
};
