import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, cosines } from './check-batch.js';

export interface NormfaceOptions {
  /** Radius of the hypersphere that embeddings are put on. */
  readonly scale: number /* s */;
}

/**
 * NormFace, or normalized softmax: no margin, all logits are s·cos θ. https://arxiv.org/abs/1704.06369.
 * The scale is fixed here; the paper learns it as well.
 *
 * @param cosine [batch, classes]   @param labels [batch] int32, in [0, classes)   @returns logits [batch, classes]
 * @throws ShapeError for other shapes and labels that are not int32
 */
export function normfaceLogits(cosine: tf.Tensor2D, labels: tf.Tensor1D, { scale }: NormfaceOptions): tf.Tensor2D {
  checkBatch(cosines(cosine), labels, 'normfaceLogits');
  return tf.mul(cosine, scale);
}
