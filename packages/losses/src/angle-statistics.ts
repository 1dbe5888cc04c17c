import { checkShape, ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, cosines } from './check-batch.js';

/** More than any two cosines, and any two sound logits, differ by: taking it off the target leaves the target out of the maximum. */
const OUT_OF_REACH = 1e9;

/** What a batch says about the training, the margin left out. All scalars. */
export interface AngleStatistics {
  /** Share of photos whose own class scores higher than every other one. A tie counts as a miss. */
  readonly top1: tf.Scalar;
  /** Mean angle between an embedding and its own class centre. */
  readonly meanTargetAngleDeg: tf.Scalar;
  /** Mean angle between an embedding and the nearest centre of another class. */
  readonly meanNearestOtherAngleDeg: tf.Scalar;
}

/**
 * Measures cosines as they are before a margin: accuracy on margin logits is near 0 for many epochs by construction, and
 * says nothing. Has no gradient. The caller disposes the three scalars.
 *
 * @param cosine [batch, classes], classes > 1   @param labels [batch] int32, in [0, classes)
 * @param scores [batch, classes] what classes are ranked by, where it is not the cosine
 * @throws ShapeError for other shapes and labels that are not int32
 */
export function angleStatistics(
  cosine: tf.Tensor2D,
  labels: tf.Tensor1D,
  scores: tf.Tensor2D = cosine,
): AngleStatistics {
  const { classes } = checkBatch(cosines(cosine), labels, 'angleStatistics');
  if (classes < 2) {
    throw ShapeError.because({ expected: 'two classes or more', received: '1', place: 'angleStatistics' });
  }
  checkShape('scores', scores.shape, cosine.shape, 'angleStatistics');
  const scalars = tf.tidy(() => {
    const mask = tf.oneHot(labels, classes, 1, 0, 'float32') as tf.Tensor2D;
    const angles = bestOf(cosine, mask);
    const ranked = scores === cosine ? angles : bestOf(scores, mask);
    return [
      tf.mean(tf.cast(tf.greater(ranked.target, ranked.other), 'float32')),
      meanAngleDeg(angles.target),
      meanAngleDeg(angles.other),
    ];
  });
  const [top1, meanTargetAngleDeg, meanNearestOtherAngleDeg] = scalars as [tf.Scalar, tf.Scalar, tf.Scalar];
  return { top1, meanTargetAngleDeg, meanNearestOtherAngleDeg };
}

/** Each row's value at its target, and the highest one elsewhere. */
function bestOf(values: tf.Tensor2D, mask: tf.Tensor2D): { readonly target: tf.Tensor; readonly other: tf.Tensor } {
  return {
    target: tf.sum(tf.mul(mask, values), 1),
    other: tf.max(tf.sub(values, tf.mul(mask, OUT_OF_REACH)), 1),
  };
}

function meanAngleDeg(cosine: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mean(tf.acos(tf.clipByValue(cosine, -1, 1))), 180 / Math.PI);
}
