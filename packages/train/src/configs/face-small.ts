import type { TrainingConfigInput } from '../config.js';
import { photosOf } from './photos-of.js';

/**
 * For CelebA's first 10,000 photos and Pins on two CPU cores: four IResNet-18 of half the width, each on another part of faces that are turned to the front;
 * what they answer together is 4 × 128 numbers. What it reaches and what else was tried stands in notes/accuracy.md.
 * `npx nx run eval:card --data=DIR --config=face.small --name=small`
 */
export const faceSmall: TrainingConfigInput = {
  ...photosOf('face.small'),
  model: {
    name: 'iresnet18',
    width: 0.5,
    embeddingSize: 128,
    imageSizePx: 64,
    views: {
      photoSizePx: 112,
      squares: [
        { leftPx: 0, topPx: 0, sidePx: 112, imageSizePx: 96 }, // the whole face
        { leftPx: 8, topPx: 16, sidePx: 96, imageSizePx: 96 }, // without hair
        { leftPx: 24, topPx: 16, sidePx: 64 }, // from forehead to nose
        { leftPx: 24, topPx: 44, sidePx: 64 }, // from eyes to chin
      ],
    },
  },
  margin: { name: 'cosface', cosineMargin: 0.4, scale: 32 },
  marginRamp: { percent: 37 },
  weightAverage: { epochs: 1 },
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: { schedule: 'cosine', base: 0.1, final: 1e-4, warmup: { percent: 3 } },
  /** 5 for one net: what is clipped is the length of all four nets' gradients together. */
  clipNorm: 10,
  precision: 'bfloat16',
  epochs: 8,
  batchSize: 64,
  augmentation: { mirror: 0.5, shift: 0.04, brightness: 0.2 },
  validation: { holdOut: 0.05, pairs: 6000 },
  checkpointEvery: { steps: 400 },
};
