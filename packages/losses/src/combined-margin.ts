import * as tf from '@tensorflow/tfjs-core';
import { bendAngle, fallingCosine } from './bend-angle.js';
import { bendTarget } from './bend-target.js';
import { checkRange } from './check-batch.js';

const place = 'combinedMarginLogits';

export interface CombinedMarginOptions {
  /** What the angle is multiplied by, in [0, 10]. */
  readonly angleFactor: number /* m1 */;
  /** Radians in [0, π/2], added to the angle. */
  readonly angularMargin: number /* m2 */;
  /** What the cosine is lowered by, in [0, 2]. */
  readonly cosineMargin: number /* m3 */;
  readonly scale: number /* s */;
  /** Share of all three margins, 1 unless told; a scalar tensor where it is ramped. At 0 there is none. */
  readonly strength?: number | tf.Scalar;
}

/**
 * The combined margin of insightface: target = s·(cos(m1·θ + m2) − m3), others = s·cos θ. https://arxiv.org/abs/1801.07698, eq. 4.
 * (m, 0, 0) is SphereFace, (1, m, 0) ArcFace, (1, 0, m) CosFace; its CM1 is (1, 0.3, 0.2).
 *
 * Where m1·θ + m2 > π the cosine would rise again. There it goes on as SphereFace's ψ, (−1)^k·cos − 2k, without a step; insightface's
 * `arcface_torch` lets it rise. The gradient with respect to cos θ is s·m1·|sin(m1·θ + m2)| / sin θ.
 *
 * @param cosine [batch, classes]; rounding beyond ±1 is harmless   @param labels [batch] int32, in [0, classes)
 * @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, and margins outside their ranges
 */
export function combinedMarginLogits(
  cosine: tf.Tensor2D,
  labels: tf.Tensor1D,
  options: CombinedMarginOptions,
): tf.Tensor2D {
  const { angleFactor, angularMargin, cosineMargin, scale, strength = 1 } = options;
  checkRange('angleFactor', angleFactor, [0, 10], place);
  checkRange('angularMargin (radians)', angularMargin, [0, Math.PI / 2], place);
  checkRange('cosineMargin', cosineMargin, [0, 2], place);
  checkRange('strength', strength, [0, 1], place);
  const bend = (target: tf.Tensor1D) => {
    const factor = tf.add(1, tf.mul(strength, angleFactor - 1));
    const bent = bendAngle(target, angle => {
      const { value, slope } = fallingCosine(tf.add(tf.mul(factor, angle), tf.mul(strength, angularMargin)));
      return { value, slope: tf.mul(slope, factor) };
    });
    return { ...bent, value: tf.sub(bent.value, tf.mul(strength, cosineMargin)) as tf.Tensor1D };
  };
  return bendTarget(cosine, labels, scale, bend, place);
}
