import type { TrainingConfigInput } from '../config.js';
import { faceSmall } from './face-small.js';

/** The recipe of `face.small` for all of CelebA, 202,599 photos of 10,177 people, twenty each. Tried by `tools:dry-run`; see notes/accuracy.md. */
export const faceCeleba: TrainingConfigInput = {
  ...faceSmall,
  sets: ['celeba'],
  validation: { holdOut: 0.02, pairs: 6000 },
  checkpointEvery: { steps: 500 },
};
