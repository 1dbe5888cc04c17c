import type { RandomStream } from '@arcface-ts/core';
import { initializeParameters, isTrained, type ParameterSpec, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from '../optimizer/optimizer.js';
import type { StepParts } from './train-step.js';

/** All that a training step reads and replaces. Whoever holds the state disposes it. */
export interface TrainingState {
  /** Weights, class centres, the running moments of the batch norms and the running figures of the margin. */
  readonly parameters: Parameters;
  readonly optimizer: Record<string, tf.Tensor>;
  /** The running mean of each parameter, under its name; nothing where none is kept. */
  readonly average: Parameters;
}

/** The parameters that a step computes gradients for; of a frozen backbone none. */
export function trainedSpecs(parts: StepParts): ParameterSpec[] {
  return changedSpecs(parts).filter(isTrained);
}

/** Those that a step changes without a gradient: the moments of the norms, what the margin remembers; of a frozen backbone none. */
export function runningSpecsOf(parts: StepParts): ParameterSpec[] {
  return changedSpecs(parts).filter(spec => !isTrained(spec));
}

function changedSpecs({ specs, model, backbone }: StepParts): ParameterSpec[] {
  const frozen = new Set(backbone === 'frozen' ? model.parameters.map(({ name }) => name) : []);
  return specs.filter(({ name }) => !frozen.has(name));
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
  return { parameters, optimizer: optimizer.init(trainedOf(parameters, specs)), average: {} };
}

/** The state with what a step changed in place of what it held, which is disposed. It takes both over. */
export function withChanges(state: TrainingState, changed: TrainingState): TrainingState {
  const replaced = (from: Parameters, to: Parameters): Parameters => {
    for (const name of Object.keys(to)) from[name]?.dispose();
    return { ...from, ...to };
  };
  return {
    parameters: replaced(state.parameters, changed.parameters),
    optimizer: replaced(state.optimizer, changed.optimizer),
    average: replaced(state.average, changed.average),
  };
}

/** The state with an optimizer's as before the first step. It takes the others over. */
export function withNewSlots(parts: StepParts, parameters: Parameters, average: Parameters = {}): TrainingState {
  return { parameters, optimizer: parts.optimizer.init(trainedOf(parameters, trainedSpecs(parts))), average };
}

/** The same values in tensors of their own. */
export function copyState({ parameters, optimizer, average }: TrainingState): TrainingState {
  const copy = (tensors: Parameters): Parameters =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
  return { parameters: copy(parameters), optimizer: copy(optimizer), average: copy(average) };
}

export function disposeState(state: TrainingState): void {
  tf.dispose([state.parameters, state.optimizer, state.average]);
}
