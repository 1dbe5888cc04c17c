import type { TrainingConfigInput } from '../config.js';
import { face } from './face.js';
import { faceCasia } from './face-casia.js';
import { faceCeleba } from './face-celeba.js';
import { faceProcedural } from './face-procedural.js';
import { faceResnet50 } from './face-resnet50.js';
import { faceSmall } from './face-small.js';
import { mnistArcface } from './mnist-arcface.js';
import { mnistCe } from './mnist-ce.js';

/** Configs by the name that `--config` takes. */
export const configs: Readonly<Record<string, TrainingConfigInput>> = {
  face,
  'face.casia': faceCasia,
  'face.celeba': faceCeleba,
  'face.procedural': faceProcedural,
  'face.resnet50': faceResnet50,
  'face.small': faceSmall,
  'mnist.arcface': mnistArcface,
  'mnist.ce': mnistCe,
};
