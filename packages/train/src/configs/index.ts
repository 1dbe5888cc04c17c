import type { TrainingConfigInput } from '../config.js';
import { face } from './face.js';
import { faceProcedural } from './face-procedural.js';
import { mnistArcface } from './mnist-arcface.js';
import { mnistCe } from './mnist-ce.js';

/** Configs by the name that `--config` takes. */
export const configs: Readonly<Record<string, TrainingConfigInput>> = {
  face,
  'face.procedural': faceProcedural,
  'mnist.arcface': mnistArcface,
  'mnist.ce': mnistCe,
};
