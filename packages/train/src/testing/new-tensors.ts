import * as tf from '@tensorflow/tfjs-core';

/** How many tensors more there are after the work than before; the tensors that it returns are disposed and not counted. */
export function newTensors(work: () => tf.TensorContainer): number {
  const before = tf.memory().numTensors;
  tf.dispose(work());
  return tf.memory().numTensors - before;
}
