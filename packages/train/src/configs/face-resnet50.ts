import type { TrainingConfigInput } from '../config.js';

/**
 * The recipe of piginzoo/arcface-pytorch, to compare the default with on the same photos: ResNet-50 as torchvision has it, average → FC 128 →
 * batch norm; ArcFace with s 64, m 1.2 and the easy margin; Adam at 1e-3, batches of 32, gradients clipped to 1, early stop.
 * `npx nx run train:face --data=DIR --config=face.resnet50`
 *
 * The focal loss focuses each photo (there it weighted the batch's mean, which only rescales the gradient). Weights are random at
 * first, where those were of ImageNet, and crops the default's 112 px instead of 160, so that both see the same.
 *
 * What its step does at first: angles are all near 90°. Beyond 90° the easy margin is none; below, it lowers the target logit by s·sin m,
 * about 60, all at once, and so raises the loss by as much. A photo that gets better has to go up that step, of which no gradient
 * tells, and most go the other way: in the first 20 steps on CelebA the loss fell from 54 to some 27 while the mean angle to the own centre
 * grew from 89.9° to 91.9°.
 */
export const faceResnet50: TrainingConfigInput = {
  model: { name: 'resnet50', embeddingSize: 128, imageSizePx: 112 },
  margin: { name: 'arcface', angularMargin: 1.2, scale: 64, easyMargin: true },
  focalFocus: 2,
  optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  learningRate: { schedule: 'constant', base: 1e-3 },
  clipNorm: 1,
  epochs: 50,
  batchSize: 32,
  augmentation: { mirror: 0.5, shift: 0.06 }, // There: a square cut at random out of a photo that is 11 % wider.
  validation: { holdOut: 0.05, pairs: 2000 },
  earlyStop: { patience: 6 },
  checkpointEvery: { steps: 100 },
};
