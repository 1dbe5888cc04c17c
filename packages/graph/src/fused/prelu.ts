import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * PReLU with one slope a channel: y = max(x, 0) + slope·min(x, 0).
 * He et al. 2015, https://arxiv.org/abs/1502.01852, equation 1. At x = 0 the gradient is that of the
 * positive side (PyTorch takes the other; both are subgradients).
 *
 * Its own gradient needs five passes over memory where tfjs's takes more than twice as many:
 * ∂L/∂x = g where x > 0, slope·g elsewhere; ∂L/∂slope = Σ g·min(x, 0) over all but the channels.
 *
 * @param x [batch, height, width, channels]   @param slope [channels]   @returns the shape of x
 */
export function prelu(x: tf.Tensor4D, slope: tf.Tensor1D): tf.Tensor4D {
  checkShape('x', x.shape, ['batch', 'height', 'width', slope.shape[0]], 'prelu');
  const apply = tf.customGrad((...values) => {
    const [input, a, save] = values as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const negative = tf.minimum(input, 0);
    const value = tf.add(tf.relu(input), tf.mul(negative, a));
    save([negative, a]);
    // tfjs frees what a custom gradient leaves behind only at the end of the whole backward pass: hence the scope.
    const gradFunc = (outputGradient: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): tf.Tensor[] =>
      tf.tidy(() => {
        const gradient = outputGradient as tf.Tensor;
        const [belowZero, slopes] = saved as [tf.Tensor, tf.Tensor];
        // min(x, 0) tells both cases apart, so x itself need not be kept until the backward pass.
        const inputGradient = tf.where(tf.less(belowZero, 0), tf.mul(gradient, slopes), gradient);
        return [inputGradient, tf.sum(tf.mul(gradient, belowZero), [0, 1, 2])];
      });
    return { value, gradFunc };
  });
  return apply(x, slope) as tf.Tensor4D;
}
