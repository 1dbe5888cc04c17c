import { UsageError } from '@arcface-ts/core';
import { sumOfSquares } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from './optimizer.js';

/** The length of all tensors together, gradients or weights: ‖g‖ = √Σ g². A NaN or an infinity among them shows in it. */
export function globalNorm(tensors: Tensors): tf.Scalar {
  return tf.tidy(() => tf.sqrt(tf.addN(Object.values(tensors).map(sumOfSquares))) as tf.Scalar);
}

/**
 * The factor that scales gradients of that common length to at most `maxNorm`: min(1, maxNorm / ‖g‖), exactly 1 for shorter ones.
 * https://arxiv.org/abs/1211.5063. The optimizer applies it in its own pass over memory.
 */
export function clipFactor(norm: tf.Scalar, maxNorm: number): tf.Scalar {
  if (!(maxNorm > 0)) {
    throw UsageError.because({
      expected: 'a maxNorm above 0',
      received: String(maxNorm),
      place: 'clipFactor',
      next: 'Leave the clipping out where none is wanted.',
    });
  }
  return tf.tidy(() => tf.div(maxNorm, tf.maximum(norm, maxNorm)));
}
