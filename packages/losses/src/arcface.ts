import type * as tf from '@tensorflow/tfjs-core';
import { addAngle } from './add-angle.js';
import { bendTarget } from './bend-target.js';
import { checkRange } from './check-batch.js';

export interface ArcfaceOptions {
  /** Radians in [0, π/2]; a scalar tensor where the margin is ramped. */
  readonly angularMargin: number | tf.Scalar /* m */;
  /** Radius of the hypersphere that embeddings are put on. */
  readonly scale: number /* s */;
  /**
   * Margin only where θ < π/2. It spares a network the start, when nearly all angles are near π/2, by leaving nearly all of
   * them without any margin; the target logit then jumps up by s·sin m where θ passes π/2.
   */
  readonly easyMargin?: boolean;
}

/**
 * ArcFace: adds the angular margin m to the angle θ of the target class; target = s·cos(θ + m), others = s·cos θ.
 * https://arxiv.org/abs/1801.07698, eq. 3.
 *
 * The gradient is the paper's, d target / d cos θ = s·sin(θ + m) / sin θ. insightface's `arcface_torch` adds the margin
 * without recording gradients, so that there it is s.
 *
 * Where θ + m > π the cosine would rise again, and a worse embedding would get a better logit. There the target is
 * s·(cos θ − m·sin m), with gradient s: lower than any other value and falling in θ, as in ronghuaiyang's arcface-pytorch.
 *
 * @param cosine [batch, classes]; rounding beyond ±1 is harmless   @param labels [batch] int32, in [0, classes)
 * @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, and a margin outside [0, π/2]
 */
export function arcfaceLogits(cosine: tf.Tensor2D, labels: tf.Tensor1D, options: ArcfaceOptions): tf.Tensor2D {
  const { angularMargin, scale, easyMargin = false } = options;
  checkRange('angularMargin (radians)', angularMargin, [0, Math.PI / 2], 'arcfaceLogits');
  const bend = (target: tf.Tensor1D) => addAngle(target, angularMargin, easyMargin);
  return bendTarget(cosine, labels, scale, bend, 'arcfaceLogits');
}
