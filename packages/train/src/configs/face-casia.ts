import type { TrainingConfigInput } from '../config.js';
import { faceCeleba } from './face-celeba.js';
import { photosOf } from './photos-of.js';

/** The recipe of `face.celeba` for CASIA-WebFace: 490,623 photos of 10,572 people, under `DIR/casia`. */
export const faceCasia: TrainingConfigInput = { ...faceCeleba, ...photosOf('face.casia') };
