import { checkShape, ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { bendAngle, fallingCosine } from './bend-angle.js';
import { asColumn, bendTarget } from './bend-target.js';
import { checkRange } from './check-batch.js';

const place = 'spherefaceLogits';

export interface SpherefaceOptions {
  /** What the angle is multiplied by: a whole number of 1 or more. */
  readonly angleFactor: number /* m */;
  /**
   * Share of ψ in the target, 1 / (1 + λ), in [0, 1]; a scalar tensor where λ is annealed. With all of it a net that begins does
   * not converge.
   */
  readonly share: number | tf.Scalar;
  /** Radius of the hypersphere, or each embedding's own length [batch], as in the paper. */
  readonly scale: number | tf.Tensor1D;
}

/**
 * SphereFace, or A-softmax: multiplies the angle θ of the target class by m; target = s·(λ·cos θ + ψ(θ)) / (1 + λ), others = s·cos θ,
 * with ψ(θ) = (−1)^k·cos(m·θ) − 2k and k = ⌊m·θ / π⌋, which falls from 1 to 1 − 2m.
 * https://arxiv.org/abs/1704.08063, eq. 7; λ is that of its forerunner, https://arxiv.org/abs/1612.02295.
 *
 * The gradient with respect to cos θ is s·(λ + m·|sin mθ| / sin θ) / (1 + λ): finite everywhere, at most s·m².
 *
 * @param cosine [batch, classes]; rounding beyond ±1 is harmless   @param labels [batch] int32, in [0, classes)
 * @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, a factor that is no whole number, and a share outside [0, 1]
 */
export function spherefaceLogits(cosine: tf.Tensor2D, labels: tf.Tensor1D, options: SpherefaceOptions): tf.Tensor2D {
  const { angleFactor, share, scale } = options;
  if (!Number.isInteger(angleFactor) || angleFactor < 1) {
    throw ShapeError.because({
      expected: 'angleFactor a whole number of 1 or more',
      received: `${angleFactor}`,
      place,
    });
  }
  checkRange('share', share, [0, 1], place);
  const bend = (target: tf.Tensor1D) => blend(target, angleFactor, share);
  if (typeof scale === 'number') return bendTarget(cosine, labels, scale, bend, place);
  checkShape('scale', scale.shape, [cosine.shape[0]], place);
  return tf.tidy(() => tf.mul(bendTarget(cosine, labels, 1, bend, place), asColumn(scale)));
}

/** t + share·(ψ − t) */
function blend(target: tf.Tensor1D, angleFactor: number, share: number | tf.Scalar) {
  const multiplied = bendAngle(target, angle => {
    const { value, slope } = fallingCosine(tf.mul(angle, angleFactor));
    return { value, slope: tf.mul(slope, angleFactor) };
  });
  return {
    value: tf.add(target, tf.mul(share, tf.sub(multiplied.value, target))) as tf.Tensor1D,
    slope: tf.add(1, tf.mul(share, tf.sub(multiplied.slope, 1))) as tf.Tensor1D,
  };
}
