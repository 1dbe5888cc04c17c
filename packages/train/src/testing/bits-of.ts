import type * as tf from '@tensorflow/tfjs-core';
import { withPrefix } from '../step/prefixed.js';
import type { TrainingState } from '../step/training-state.js';

/** The bytes of each tensor in hexadecimal: equal where the values are equal to the bit, NaN and −0 included. */
export function bitsOf(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, string> {
  const hexOf = (tensor: tf.Tensor): string => {
    const { buffer, byteOffset, byteLength } = tensor.dataSync();
    return `${tensor.shape.join('×')} ${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}`;
  };
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, hexOf(tensor)]));
}

/** The bytes of weights, moments, the optimizer's state and the running mean. */
export function stateBits({ parameters, optimizer, average }: TrainingState): Record<string, string> {
  return { ...bitsOf(parameters), ...bitsOf(optimizer), ...bitsOf(withPrefix('average/', average)) };
}
