import type * as tf from '@tensorflow/tfjs-core';
import type { ParameterSpec } from './parameter.js';

/** One walk through a model: where its parameters' values come from, and whether it trains. */
export interface ForwardPass {
  readonly training: boolean;
  /** The value of a parameter by its full name. */
  parameter(name: string): tf.Tensor;
  /** Receives the moments of the batch that a batch norm saw in training; the receiver disposes them. */
  batchMoments(layer: string, mean: tf.Tensor1D, variance: tf.Tensor1D): void;
}

/** A part of a model: the parameters it owns and what it does to [batch, height, width, channels]. */
export interface Layer {
  readonly parameters: readonly ParameterSpec[];
  apply(x: tf.Tensor4D, pass: ForwardPass): tf.Tensor4D;
}
