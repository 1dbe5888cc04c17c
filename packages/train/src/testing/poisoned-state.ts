import * as tf from '@tensorflow/tfjs-core';
import type { TrainingState } from '../step/training-state.js';

/** A state with NaN in place of one weight. It takes the state over. */
export function poisoned(state: TrainingState): TrainingState {
  const centres = state.parameters['centres'] as tf.Tensor;
  const values = Float32Array.from(centres.dataSync()).fill(Number.NaN, 0, 1);
  centres.dispose();
  return { ...state, parameters: { ...state.parameters, centres: tf.tensor(values, centres.shape) } };
}
