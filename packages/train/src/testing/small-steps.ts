import { RandomStream } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { StepParts } from '../step/train-step.js';
import { disposeState, initialState, type TrainingState, withNewSlots } from '../step/training-state.js';
import { compiledTrainer } from '../trainer/compiled-trainer.js';
import { eagerTrainer } from '../trainer/eager-trainer.js';
import type { StartTrainer } from '../trainer/thawing-trainer.js';
import type { Trainer } from '../trainer/trainer.js';
import { stateBits } from './bits-of.js';
import { smallBatch } from './small-batch.js';

/** Classes of the batch that small steps train on again and again. */
export const classes = 3;
export const batch = smallBatch(classes);
export const options = { learningRate: 0.05, marginStrength: 0.1 };

export const compiled: StartTrainer = (parts, start) => compiledTrainer(parts, start, { batchSize: classes });

/** A state whose running moments are not those of before the first step, as of a net that was trained, with an optimizer at 0. */
export async function trainedState(parts: StepParts): Promise<TrainingState> {
  const whole: StepParts = { ...parts, backbone: 'trained' };
  const trainer = eagerTrainer(whole, initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1)));
  await trainer.step(batch, options);
  const { parameters, optimizer } = await trainer.state();
  trainer.dispose();
  tf.dispose(optimizer);
  return withNewSlots(parts, parameters);
}

/** The bytes of a trainer's present state. */
export async function bitsAt(trainer: Trainer): Promise<Record<string, string>> {
  const state = await trainer.state();
  const bits = stateBits(state);
  disposeState(state);
  return bits;
}

/** Those of the backbone. */
export function backboneOf(parts: StepParts, bits: Record<string, string>): Record<string, string | undefined> {
  return Object.fromEntries(parts.model.parameters.map(({ name }) => [name, bits[name]]));
}
