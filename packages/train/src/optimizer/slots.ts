import * as tf from '@tensorflow/tfjs-core';
import { withoutPrefix, withPrefix } from '../step/prefixed.js';
import type { Tensors } from './optimizer.js';

/** A tensor of zeros beside each parameter, named `<slot>/<parameter>`. */
export function zeroSlots(slot: string, parameters: Tensors): Record<string, tf.Tensor> {
  const zeros = Object.entries(parameters).map(([name, value]) => [name, tf.zerosLike(value)] as const);
  return withPrefix(`${slot}/`, Object.fromEntries(zeros));
}

/** The tensors of one slot, by the names of their parameters. */
export function slotOf(state: Tensors, slot: string): Tensors {
  return withoutPrefix(`${slot}/`, state);
}
