import type { TrainingConfigInput } from '../config.js';
import { face } from './face.js';
import { faceProcedural } from './face-procedural.js';
import { mnistArcface } from './mnist-arcface.js';

/** Configs by the name that `--config` takes. */
export const configs: Readonly<Record<string, TrainingConfigInput>> = {
  face,
  'face.procedural': faceProcedural,
  'mnist.arcface': mnistArcface,
};
