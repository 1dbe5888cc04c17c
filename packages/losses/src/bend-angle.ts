import * as tf from '@tensorflow/tfjs-core';
import type { BentTarget } from './bend-target.js';
import { COSINE_LIMIT } from './cosine-limit.js';

/** A curve f of the angle at [batch] angles in radians, and df/dθ there. */
export interface AngleCurve {
  readonly value: tf.Tensor1D;
  readonly slope: tf.Tensor1D;
}

/**
 * A curve of the angle as one of the cosine: φ(t) = f(acos t), dφ/dt = −f′(θ) / sin θ. Where t is beyond `COSINE_LIMIT` it goes on as
 * its tangent.
 * @param target [batch] cosines
 */
export function bendAngle(target: tf.Tensor1D, curve: (angle: tf.Tensor1D) => AngleCurve): BentTarget {
  const inside = tf.clipByValue(target, -COSINE_LIMIT, COSINE_LIMIT);
  const angle = tf.acos(inside);
  const { value, slope: ofAngle } = curve(angle);
  const slope: tf.Tensor1D = tf.neg(tf.div(ofAngle, tf.sin(angle)));
  return { value: tf.add(value, tf.mul(slope, tf.sub(target, inside))), slope };
}

/**
 * The cosine, but for angles above π, where it goes on falling: ψ(φ) = (−1)^k·cos φ − 2k with k = ⌊φ / π⌋. It has no step and no
 * corner; its slope is −|sin φ|. Liu et al. 2017, https://arxiv.org/abs/1704.08063, eq. 7.
 * @param angle [batch], 0 or more
 */
export function fallingCosine(angle: tf.Tensor1D): AngleCurve {
  const halfTurns = tf.floor(tf.div(angle, Math.PI));
  const sign = tf.sub(1, tf.mul(2, tf.mod(halfTurns, 2)));
  return {
    value: tf.sub(tf.mul(sign, tf.cos(angle)), tf.mul(2, halfTurns)),
    slope: tf.neg(tf.abs(tf.sin(angle))),
  };
}
