import * as tf from '@tensorflow/tfjs-core';

/** Central difference in float64: for the formula written in plain numbers, where it is good to about 1e-9. */
export function derivative(f: (x: number) => number, x: number, step = 1e-6): number {
  return (f(x + step) - f(x - step)) / (2 * step);
}

/** The gradient of the sum of `weights · f(x)`, row by row: with weights 1 it is the sum of each column of the Jacobian. */
export function gradientOf<Rank extends tf.Rank>(
  f: (x: tf.Tensor2D) => tf.Tensor<Rank>,
  x: readonly (readonly number[])[],
  weights: tf.TensorLike = 1,
): number[][] {
  return tf.tidy(() => {
    const weighted = (input: tf.Tensor) => tf.sum(tf.mul(weights, f(input as tf.Tensor2D)));
    return (tf.grad(weighted)(tf.tensor2d(x.map(row => [...row]))) as tf.Tensor2D).arraySync();
  });
}
