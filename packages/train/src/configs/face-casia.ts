import { trainingPhotos } from '@arcface-ts/core';
import type { TrainingConfigInput } from '../config.js';
import { faceCeleba } from './face-celeba.js';

/** The recipe of `face.celeba` for CASIA-WebFace: 490,623 photos of 10,572 people, under `DIR/casia`. */
export const faceCasia: TrainingConfigInput = { ...faceCeleba, sets: [...trainingPhotos['face.casia'].sets] };
