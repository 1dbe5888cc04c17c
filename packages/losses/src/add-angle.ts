import * as tf from '@tensorflow/tfjs-core';
import type { BentByRow } from './bend-target.js';
import { COSINE_LIMIT } from './cosine-limit.js';

/**
 * ArcFace's curve of the target cosine: cos(θ + m) = cos θ·cos m − sin θ·sin m, without acos.
 *
 * Where θ + m > π it is cos θ − m·sin m, lower than any other value and falling in θ; with `easyMargin` it is cos θ from θ = π/2 on.
 * @param target [batch]   @param margin radians: one for all rows, or [batch]
 */
export function addAngle(
  target: tf.Tensor1D,
  margin: number | tf.Scalar | tf.Tensor1D,
  easyMargin: boolean,
): BentByRow {
  const cosineOfMargin = tf.cos(margin);
  const sineOfMargin = tf.sin(margin);
  const inside = tf.clipByValue(target, -COSINE_LIMIT, COSINE_LIMIT);
  const sine = tf.sqrt(tf.mul(tf.sub(1, inside), tf.add(1, inside)));
  const slope: tf.Tensor1D = tf.add(cosineOfMargin, tf.mul(tf.div(inside, sine), sineOfMargin));
  const curve: tf.Tensor1D = tf.sub(tf.mul(inside, cosineOfMargin), tf.mul(sine, sineOfMargin));
  const value: tf.Tensor1D = tf.add(curve, tf.mul(slope, tf.sub(target, inside)));
  const marginSlope: tf.Tensor1D = tf.neg(tf.add(tf.mul(sine, cosineOfMargin), tf.mul(inside, sineOfMargin)));

  // θ < π/2, or θ < π − m
  const bent = tf.greater(target, easyMargin ? 0 : tf.neg(cosineOfMargin));
  const otherwise: tf.Tensor1D = easyMargin ? target : tf.sub(target, tf.mul(margin, sineOfMargin));
  const otherwiseByMargin: tf.Tensor1D = easyMargin
    ? tf.zerosLike(slope)
    : tf.mul(tf.onesLike(slope), tf.neg(tf.add(sineOfMargin, tf.mul(margin, cosineOfMargin))));
  return {
    value: tf.where(bent, value, otherwise),
    slope: tf.where(bent, slope, tf.onesLike(slope)),
    marginSlope: tf.where(bent, marginSlope, otherwiseByMargin),
  };
}
