import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';

/** max(x, 0), element by element. */
export function relu(): Layer {
  return { parameters: [], apply: x => rectify(x) };
}

/**
 * max(x, 0), with the gradient 0 at x = 0 as PyTorch and TensorFlow have it. tfjs's own gradient makes two constants of x's
 * size and six passes over memory.
 */
export function rectify(x: tf.Tensor4D): tf.Tensor4D {
  const apply = tf.customGrad((...values) => {
    const [input, save] = values as [tf.Tensor, tf.GradSaveFunc];
    const value = tf.relu(input);
    save([value]);
    const gradFunc = (outputGradient: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): tf.Tensor =>
      // tfjs frees what a custom gradient leaves behind only at the end of the whole backward pass: hence the scope.
      tf.tidy(() => tf.mul(outputGradient as tf.Tensor, tf.cast(tf.greater(saved[0] as tf.Tensor, 0), 'float32')));
    return { value, gradFunc };
  });
  return apply(x) as tf.Tensor4D;
}
