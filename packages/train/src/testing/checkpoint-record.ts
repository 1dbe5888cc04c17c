import type { CheckpointRecord, Progress } from '../checkpoint/checkpoint.js';
import { smallConfig } from './small-config.js';

/** Where a training of a few steps may stand. */
export function progressAt(step: number, keys: Partial<Progress> = {}): Progress {
  return {
    step,
    epoch: 0,
    stepInEpoch: step,
    earlyStop: null,
    lossScale: null,
    bestEpoch: null,
    bestValue: null,
    validatedStep: null,
    trainingSeconds: step / 2,
    dataWaitSeconds: 0,
    lastLoss: 1.5,
    skippedSteps: 0,
    ...keys,
  };
}

/** The record of a checkpoint at a step. */
export function recordAt(step: number): Omit<CheckpointRecord, 'files'> {
  return {
    schema: 1,
    dataset: 'procedural',
    dataFingerprint: 'f'.repeat(64),
    identities: ['1', '2'],
    input: {
      imageSizePx: 112,
      colour: 'rgb',
      normalization: '(x - 127.5) / 127.5',
      crop: { name: 'celeba', version: 1 },
    },
    config: smallConfig(),
    init: null,
    progress: progressAt(step),
  };
}
