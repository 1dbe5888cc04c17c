import type * as tf from '@tensorflow/tfjs-core';

/**
 * A margin: a map from cosines and labels to logits. Class centres come before it and cross entropy after it.
 * The strength (an angle or a cosine, as the margin says) is a scalar tensor where it is ramped: then it can be fed at
 * each step of a compiled graph.
 * @param cosine [batch, classes] cosines between embeddings and class centres   @param labels [batch] int32
 * @returns logits [batch, classes]
 */
export type Margin = (cosine: tf.Tensor2D, labels: tf.Tensor1D, strength?: number | tf.Scalar) => tf.Tensor2D;
