import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from './optimizer.js';

/** A tensor of zeros beside each parameter, named `<slot>/<parameter>`. */
export function zeroSlots(slot: string, parameters: Tensors): Record<string, tf.Tensor> {
  const entries = Object.entries(parameters).map(([name, value]) => [`${slot}/${name}`, tf.zerosLike(value)] as const);
  return Object.fromEntries(entries);
}

/** The tensors of one slot, by the names of their parameters. */
export function slotOf(state: Tensors, slot: string): Tensors {
  const prefix = `${slot}/`;
  const entries = Object.entries(state).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}
