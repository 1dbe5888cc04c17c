import * as tf from '@tensorflow/tfjs-core';
import { gradientOf } from './derivative.js';

type Logits = (cosine: tf.Tensor2D, labels: tf.Tensor1D) => tf.Tensor2D;

/** The target logit of one row with this target cosine and one other class at 0. */
export function targetLogit(logits: Logits, cosine: number): number {
  return tf.tidy(() => logits(tf.tensor2d([[cosine, 0]]), tf.tensor1d([0], 'int32')).dataSync()[0] as number);
}

/** d target logit / d target cosine. */
export function targetSlope(logits: Logits, cosine: number): number {
  const slope = tf.tidy(() => gradientOf(x => logits(x, tf.tensor1d([0], 'int32')), [[cosine, 0]], [[1, 0]]));
  return slope[0]?.[0] as number;
}

/** Target logits at angles from 0 to π, both included. */
export function targetLogits(logits: Logits, angles = 181): number[] {
  return Array.from({ length: angles }, (_, i) => targetLogit(logits, Math.cos((i / (angles - 1)) * Math.PI)));
}
