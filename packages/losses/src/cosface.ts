import * as tf from '@tensorflow/tfjs-core';
import { bendTarget } from './bend-target.js';
import { checkRange } from './check-batch.js';

export interface CosfaceOptions {
  /** What the target cosine is lowered by, in [0, 2]; a scalar tensor where the margin is ramped. */
  readonly cosineMargin: number | tf.Scalar /* m */;
  /** Radius of the hypersphere that embeddings are put on. */
  readonly scale: number /* s */;
}

/**
 * CosFace: lowers the target cosine by m; target = s·(cos θ − m), others = s·cos θ. The gradient is s everywhere.
 * https://arxiv.org/abs/1801.09414, eq. 4.
 *
 * @param cosine [batch, classes]   @param labels [batch] int32, in [0, classes)   @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, and a margin outside [0, 2]
 */
export function cosfaceLogits(cosine: tf.Tensor2D, labels: tf.Tensor1D, options: CosfaceOptions): tf.Tensor2D {
  const { cosineMargin, scale } = options;
  checkRange('cosineMargin', cosineMargin, [0, 2], 'cosfaceLogits');
  const lower = (target: tf.Tensor1D) => ({
    value: tf.sub(target, cosineMargin) as tf.Tensor1D,
    slope: tf.onesLike(target),
  });
  return bendTarget(cosine, labels, scale, lower, 'cosfaceLogits');
}
