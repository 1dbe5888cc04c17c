import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, cosines } from './check-batch.js';

/** More than any two cosines differ by: taking it off the target leaves the target out of the maximum. */
const OUT_OF_REACH = 4;

/** What a batch says about the training, the margin left out. All scalars. */
export interface AngleStatistics {
  /** Share of photos whose own class centre is nearer than every other one. A tie counts as a miss. */
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
 * @throws ShapeError for other shapes and labels that are not int32
 */
export function angleStatistics(cosine: tf.Tensor2D, labels: tf.Tensor1D): AngleStatistics {
  const { classes } = checkBatch(cosines(cosine), labels, 'angleStatistics');
  if (classes < 2) {
    throw ShapeError.because({ expected: 'two classes or more', received: '1', place: 'angleStatistics' });
  }
  const scalars = tf.tidy(() => {
    const mask = tf.oneHot(labels, classes, 1, 0, 'float32');
    const target = tf.sum(tf.mul(mask, cosine), 1);
    const nearestOther = tf.max(tf.sub(cosine, tf.mul(mask, OUT_OF_REACH)), 1);
    return [
      tf.mean(tf.cast(tf.greater(target, nearestOther), 'float32')),
      meanAngleDeg(target),
      meanAngleDeg(nearestOther),
    ];
  });
  const [top1, meanTargetAngleDeg, meanNearestOtherAngleDeg] = scalars as [tf.Scalar, tf.Scalar, tf.Scalar];
  return { top1, meanTargetAngleDeg, meanNearestOtherAngleDeg };
}

function meanAngleDeg(cosine: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mean(tf.acos(tf.clipByValue(cosine, -1, 1))), 180 / Math.PI);
}
