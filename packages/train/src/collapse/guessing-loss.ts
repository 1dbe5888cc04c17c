import * as tf from '@tensorflow/tfjs-core';
import type { LossParts } from '../step/batch-loss.js';

/**
 * The loss of a net that tells no class from another. Its embeddings are at one angle θ to all class centres; with t for the target's logit and o
 * for that of each of the others, softmax makes of it
 *
 *   −log(eᵗ / (eᵗ + (C − 1)·eᵒ)) = log(1 + (C − 1)·eᵒ⁻ᵗ).
 *
 * Without a margin, plain softmax or NormFace, o = t and it is log C. CosFace has o − t = s·m whatever the angle (https://arxiv.org/abs/1801.09414,
 * eq. 4), ArcFace s·(cos θ − cos(θ + m)), which is s·sin m at 90° (https://arxiv.org/abs/1801.07698, eq. 3). A net before its first
 * step is above it, since its cosines are not equal: with those of random directions in d dimensions by up to s² / 2d.
 *
 * It is computed by the margin and the loss themselves, so that focus, smoothing and every margin count. Embeddings are taken for short,
 * length 1: where a margin goes by the length it is small then, and what is returned a lower bound.
 * @param options.angleDeg θ; it does not matter where scores are linear
 * @param options.strength of the margin
 */
export function guessingLoss(
  { margin, loss }: Pick<LossParts, 'margin' | 'loss'>,
  options: { readonly classes: number; readonly angleDeg: number; readonly strength: number },
): number {
  const { classes, angleDeg, strength } = options;
  return tf.tidy(() => {
    const score = margin.head.scores === 'linear' ? 0 : Math.cos((angleDeg * Math.PI) / 180);
    const labels = tf.zeros([1], 'int32') as tf.Tensor1D;
    const running = Object.entries(margin.runningFrom).map(([name, value]) => [name, tf.scalar(value)] as const);
    const { logits, penalty } = margin.apply(
      { scores: tf.fill([1, classes], score), labels, lengths: tf.ones([1]), running: Object.fromEntries(running) },
      tf.scalar(strength),
    );
    const ofLogits = loss(logits, labels);
    return (penalty === undefined ? ofLogits : tf.add(ofLogits, penalty)).dataSync()[0] as number;
  });
}
