import type { TrainingConfigInput } from '../config.js';
import { faceSmall } from './face-small.js';
import { photosOf } from './photos-of.js';

/** The recipe of `face.small` for all of CelebA, 202,599 photos of 10,177 people, twenty each. See notes/accuracy.md. */
export const faceCeleba: TrainingConfigInput = {
  ...faceSmall,
  ...photosOf('face.celeba'),
  validation: { holdOut: 0.02, pairs: 6000 },
  checkpointEvery: { steps: 1000 },
};
