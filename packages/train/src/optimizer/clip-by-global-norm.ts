import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from './optimizer.js';

/**
 * Scales all gradients by one factor, so that their common length ‖g‖ = √Σ g² is at most `maxNorm`; shorter ones keep their
 * values to the bit. https://arxiv.org/abs/1211.5063. A NaN or an infinite gradient shows in the norm.
 *
 * Reads no values. The tensors returned are new and the caller's; the norm is the one before clipping.
 */
export function clipByGlobalNorm(
  gradients: Tensors,
  maxNorm: number,
): { readonly gradients: Record<string, tf.Tensor>; readonly norm: tf.Scalar } {
  if (!(maxNorm > 0)) {
    throw UsageError.because({
      expected: 'a maxNorm above 0',
      received: String(maxNorm),
      place: 'clipByGlobalNorm',
      next: 'Leave the clipping out where none is wanted.',
    });
  }
  return tf.tidy(() => {
    const squares = Object.values(gradients).map(gradient => tf.sum(tf.square(gradient)));
    const norm = tf.sqrt(squares.reduce((total, square) => tf.add(total, square), tf.scalar(0))) as tf.Scalar;
    const factor = tf.div(maxNorm, tf.maximum(norm, maxNorm));
    const entries = Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)] as const);
    return { gradients: Object.fromEntries(entries), norm };
  });
}
