import * as tf from '@tensorflow/tfjs-core';

/** The identity; calls back when the backward pass comes by. */
function passingBack(x: tf.Tensor, onBackward: () => void): tf.Tensor {
  return tf.customGrad(value => ({
    value: tf.clone(value as tf.Tensor),
    gradFunc: (gradient: tf.Tensor) => {
      onBackward();
      return tf.clone(gradient);
    },
  }))(x);
}

/** How many tensors the backward step of an op adds, counted while the whole pass still runs. */
export function backwardTensors(op: (x: tf.Tensor4D) => tf.Tensor, x: tf.Tensor4D): number {
  const counts: number[] = [];
  const count = () => counts.push(tf.memory().numTensors);
  tf.tidy(() => tf.grad(input => tf.sum(passingBack(op(passingBack(input, count) as tf.Tensor4D), count)))(x));
  const [before, after] = counts as [number, number];
  // One of them is the gradient that was passed on.
  return after - before - 1;
}
