import type { TrainingConfigInput } from '../config.js';
import { mnistArcface } from './mnist-arcface.js';

/** Plain softmax on digits in two dimensions, to compare ArcFace with: `npx nx run train:mnist.ce`. All else is as there. */
export const mnistCe: TrainingConfigInput = {
  ...mnistArcface,
  margin: { name: 'softmax' },
  marginRamp: { steps: 0 },
};
