import * as tf from '@tensorflow/tfjs-core';

/** Puts `sides` rows and columns of a value around each map: [batch, h, w, channels] → [batch, h + 2·sides, w + 2·sides, channels]. */
export function padMap(x: tf.Tensor4D, sides: number, value = 0): tf.Tensor4D {
  const around: [number, number] = [sides, sides];
  return tf.pad(x, [[0, 0], around, around, [0, 0]], value);
}
