import * as tf from '@tensorflow/tfjs-core';
import type { ForwardPass } from '../layer.js';
import type { Parameters } from '../model.js';

/** A training pass over the given values that keeps the moments which batch norms report, in the order they do. */
export function trainingPass(parameters: Parameters) {
  const moments: { layer: string; mean: tf.Tensor1D; variance: tf.Tensor1D }[] = [];
  const pass: ForwardPass = {
    training: true,
    parameter: name => parameters[name] as tf.Tensor,
    batchMoments: (layer, mean, variance) => {
      moments.push({ layer, mean, variance });
    },
  };
  const dispose = () => tf.dispose(moments.flatMap(({ mean, variance }) => [mean, variance]));
  return { pass, moments, dispose };
}
