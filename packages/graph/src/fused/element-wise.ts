import * as tf from '@tensorflow/tfjs-core';
import { attribute, executeOp } from './execute-op.js';

/**
 * max(x, 0), with the gradient 0 at x = 0 as PyTorch and TensorFlow have it. tfjs's own gradient makes two constants of x's
 * size and six passes over memory; TensorFlow's ReluGrad makes one.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  const apply = tf.customGrad((...values) => {
    const [input, save] = values as [tf.Tensor, tf.GradSaveFunc];
    const value = tf.relu(input);
    save([value]);
    const gradFunc = (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): tf.Tensor =>
      executeOp('ReluGrad', [attribute.float32('T')], [dy as tf.Tensor, saved[0] as tf.Tensor], 1)[0] as tf.Tensor;
    return { value, gradFunc };
  });
  return apply(x) as T;
}

/** Σ x² in one pass over memory. It has no gradient. @returns scalar */
export function sumOfSquares(x: tf.Tensor): tf.Scalar {
  // TensorFlow's L2Loss is Σ x² / 2.
  return tf.tidy(() => tf.mul(2, executeOp('L2Loss', [attribute.float32('T')], [x], 1)[0] as tf.Scalar));
}
