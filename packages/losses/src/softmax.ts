import * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from './check-batch.js';

/**
 * Plain softmax: the logits x·Wᵀ + b of a linear head as they are. Lengths of embeddings and of weights count, so that an
 * embedding may be sure of its class by its length instead of its angle: what the margins on the hypersphere were made against.
 *
 * @param logits [batch, classes]   @param labels [batch] int32, in [0, classes)   @returns the same values [batch, classes]
 * @throws ShapeError for other shapes and labels that are not int32
 */
export function softmaxLogits(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor2D {
  checkBatch({ name: 'logits', value: logits, next: "Pass the linear head's output." }, labels, 'softmaxLogits');
  return tf.clone(logits);
}
