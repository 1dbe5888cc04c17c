import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { bendAngle } from './bend-angle.js';
import { bendTarget } from './bend-target.js';
import { checkBatch, checkRange, cosines } from './check-batch.js';

/** Share of the batch in the running moments; the paper's momentum is 0.99. */
const update = 0.01;
/** Lengths are held within these, so that one photo cannot move the moments far. */
const lengthLimits = [0.001, 100] as const;
/** Keeps a deviation of 0 from dividing. */
const epsilon = 1e-3;

/** Mean and deviation of the lengths of embeddings over the batches so far. */
export interface RunningLengths {
  readonly mean: tf.Scalar;
  readonly deviation: tf.Scalar;
}

export interface AdafaceOptions {
  /** In [0, 2]: radians and a cosine alike; a scalar tensor where the margin is ramped. */
  readonly margin: number | tf.Scalar /* m */;
  /** How many deviations from the mean length are the extremes of quality: 1 / h of them. */
  readonly concentration: number /* h */;
  readonly scale: number /* s */;
  /** [batch] lengths of the embeddings, a measure of the photos' quality. They have no gradient. */
  readonly lengths: tf.Tensor1D;
  /** The present batch included: `nextLengths`. */
  readonly running: RunningLengths;
}

/**
 * AdaFace: a margin that goes by the quality of a photo, measured by its embedding's length |x|. With ẑ = (|x| − μ) / σ·h in [−1, 1],
 * target = s·(cos(θ − m·ẑ) − m·(1 + ẑ)), others = s·cos θ. https://arxiv.org/abs/2204.00964, section 3.
 *
 * At ẑ = −1 it is ArcFace, cos(θ + m); at 0 CosFace, cos θ − m; at 1 cos(θ − m) − 2m, which stresses hard photos of good quality and
 * leaves bad ones alone. θ − m·ẑ is held in [0, π], where the target is level and has no gradient; the authors' code holds it, and every cosine
 * before, a thousandth inside of that.
 *
 * @param cosine [batch, classes]; rounding beyond ±1 is harmless   @param labels [batch] int32, in [0, classes)
 * @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, and a margin outside [0, 2]
 */
export function adafaceLogits(cosine: tf.Tensor2D, labels: tf.Tensor1D, options: AdafaceOptions): tf.Tensor2D {
  const { margin, concentration, scale, lengths, running } = options;
  const { batch } = checkBatch(cosines(cosine), labels, 'adafaceLogits');
  checkRange('margin', margin, [0, 2], 'adafaceLogits');
  checkShape('lengths', lengths.shape, [batch], 'adafaceLogits', 'Pass the length of each embedding.');
  const bend = (target: tf.Tensor1D) => {
    const quality = qualityOf(lengths, running, concentration);
    const turned = bendAngle(target, angle => {
      const held = tf.clipByValue(tf.sub(angle, tf.mul(margin, quality)), 0, Math.PI) as tf.Tensor1D;
      // The sine of the float32 nearest to π is below 0.
      return { value: tf.cos(held), slope: tf.neg(tf.relu(tf.sin(held))) };
    });
    return { ...turned, value: tf.sub(turned.value, tf.mul(margin, tf.add(1, quality))) as tf.Tensor1D };
  };
  return bendTarget(cosine, labels, scale, bend, 'adafaceLogits');
}

/** ẑ, [batch] */
function qualityOf(lengths: tf.Tensor1D, { mean, deviation }: RunningLengths, concentration: number): tf.Tensor1D {
  const standard = tf.div(tf.sub(tf.clipByValue(lengths, ...lengthLimits), mean), tf.add(deviation, epsilon));
  return tf.clipByValue(tf.mul(standard, concentration), -1, 1);
}

/**
 * The running moments after a batch: each goes a hundredth of the way to the batch's own. The deviation is that of a sample, with batch − 1.
 * @param lengths [batch]
 */
export function nextLengths(lengths: tf.Tensor1D, previous: RunningLengths): RunningLengths {
  const batch = checkShape('lengths', lengths.shape, ['batch'], 'nextLengths')['batch'] as number;
  return tf.tidy(() => {
    const held = tf.clipByValue(lengths, ...lengthLimits);
    const mean = tf.mean(held);
    const squares = tf.sum(tf.square(tf.sub(held, mean)));
    const deviation = tf.sqrt(tf.div(squares, Math.max(1, batch - 1)));
    const towards = (from: tf.Scalar, to: tf.Tensor) => tf.add(from, tf.mul(tf.sub(to, from), update));
    return { mean: towards(previous.mean, mean), deviation: towards(previous.deviation, deviation) };
  }) as unknown as RunningLengths;
}
