import type { TrainingConfigInput } from '../config.js';
import { faceSmall } from './face-small.js';

/**
 * The recipe of `face.small` for all of CelebA: 202,599 photos of 10,177 people. Twenty photos each need no people of one photo, no weighing and
 * half the epochs.
 */
export const faceCeleba: TrainingConfigInput = {
  ...faceSmall,
  sets: ['celeba'],
  minPhotosPerIdentity: 2,
  sampler: { name: 'shuffled' },
  batchSize: 128,
  epochs: 16,
  validation: { holdOut: 0.02, pairs: 6000 },
  checkpointEvery: { steps: 500 },
};
