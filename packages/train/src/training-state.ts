import type { RandomStream } from '@arcface-ts/core';
import { initializeParameters, isTrained, type ParameterSpec, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer/optimizer.js';

/** All that a training step reads and replaces. Whoever holds the state disposes it. */
export interface TrainingState {
  /** Weights, class centres, the running moments of the batch norms and the running figures of the margin. */
  readonly parameters: Parameters;
  readonly optimizer: Record<string, tf.Tensor>;
}

/** The part of the parameters that the optimizer changes. */
export function trainedOf(parameters: Parameters, specs: readonly ParameterSpec[]): Parameters {
  return Object.fromEntries(specs.filter(isTrained).map(({ name }) => [name, parameters[name] as tf.Tensor]));
}

/** The state before the first step. */
export function initialState(
  specs: readonly ParameterSpec[],
  optimizer: Optimizer,
  stream: RandomStream,
): TrainingState {
  const parameters = initializeParameters(specs, stream);
  return { parameters, optimizer: optimizer.init(trainedOf(parameters, specs)) };
}

/** The same values in tensors of their own. */
export function copyState({ parameters, optimizer }: TrainingState): TrainingState {
  const copy = (tensors: Parameters): Parameters =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
  return { parameters: copy(parameters), optimizer: copy(optimizer) };
}

export function disposeState(state: TrainingState): void {
  tf.dispose([state.parameters, state.optimizer]);
}
