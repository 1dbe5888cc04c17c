import { checkShape, ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { addAngle } from './add-angle.js';
import { bendTargetByRow } from './bend-target.js';
import { checkBatch, checkRange, cosines } from './check-batch.js';

/** The range of lengths of embeddings, of which the margin makes its own. */
export interface LengthRange {
  readonly shortestLength: number /* l_a */;
  readonly longestLength: number /* u_a */;
}

export interface MagfaceOptions extends LengthRange {
  /** Margins in radians at the shortest and at the longest length, in [0, π/2]. */
  readonly leastMargin: number /* l_m */;
  readonly largestMargin: number /* u_m */;
  readonly scale: number /* s */;
  /** [batch] lengths a = |x| of the embeddings */
  readonly lengths: tf.Tensor1D;
  /** Share of the margin, 1 unless told; a scalar tensor where it is ramped. */
  readonly strength?: number | tf.Scalar;
}

/**
 * MagFace: ArcFace with a margin that grows with the embedding's length a, held in [l_a, u_a];
 * target = s·cos(θ + m(a)), others = s·cos θ, m(a) = l_m + (u_m − l_m)·(a − l_a) / (u_a − l_a). https://arxiv.org/abs/2103.06627, section 3.
 *
 * The gradient goes into the lengths as well: a larger margin costs, so that hard photos become short, while `magfacePenalty` makes
 * the others long. Where θ + m > π the target is ArcFace's, s·(cos θ − m·sin m), which is what the authors' code does with
 * `easy_margin=False`; by default it leaves out the margin from θ = π/2 on.
 *
 * @param cosine [batch, classes]; rounding beyond ±1 is harmless   @param labels [batch] int32, in [0, classes)
 * @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, and ranges that are none
 */
export function magfaceLogits(cosine: tf.Tensor2D, labels: tf.Tensor1D, options: MagfaceOptions): tf.Tensor2D {
  const { lengths, leastMargin, largestMargin, shortestLength, longestLength, scale, strength = 1 } = options;
  const place = 'magfaceLogits';
  const { batch } = checkBatch(cosines(cosine), labels, place);
  checkLengths(options, place);
  checkRange('leastMargin (radians)', leastMargin, [0, largestMargin], place);
  checkRange('largestMargin (radians)', largestMargin, [leastMargin, Math.PI / 2], place);
  checkRange('strength', strength, [0, 1], place);
  checkShape('lengths', lengths.shape, [batch], place, 'Pass the length of each embedding.');
  const growth = (largestMargin - leastMargin) / (longestLength - shortestLength);
  return tf.tidy(() => {
    const above = tf.sub(tf.clipByValue(lengths, shortestLength, longestLength), shortestLength);
    const margin = tf.mul(strength, tf.add(leastMargin, tf.mul(growth, above))) as tf.Tensor1D; // [batch]
    const bend = (target: tf.Tensor1D, margins: tf.Tensor1D) => addAngle(target, margins, false);
    return bendTargetByRow(cosine, labels, margin, scale, bend, place);
  });
}

/**
 * What pulls embeddings to length u_a, for all photos alike: the mean of g(a) = 1/a + a/u_a², which falls from l_a to u_a. MagFace's loss is
 * cross entropy + λ_g·this. For lengths to have an optimum between the bounds λ_g must be at least
 * s·(u_m − l_m) / (u_a − l_a)·u_a²·l_a² / (u_a² − l_a²), 22.6 with the paper's constants.
 * @param lengths [batch]   @returns scalar
 */
export function magfacePenalty(lengths: tf.Tensor1D, range: LengthRange): tf.Scalar {
  checkLengths(range, 'magfacePenalty');
  const { shortestLength, longestLength } = range;
  return tf.tidy(() => {
    const held = tf.clipByValue(lengths, shortestLength, longestLength);
    return tf.mean(tf.add(tf.reciprocal(held), tf.div(held, longestLength ** 2))) as tf.Scalar;
  });
}

function checkLengths({ shortestLength, longestLength }: LengthRange, place: string): void {
  if (shortestLength > 0 && longestLength > shortestLength) return;
  throw ShapeError.because({
    expected: 'lengths 0 < shortestLength < longestLength',
    received: `${shortestLength} and ${longestLength}`,
    place,
  });
}
