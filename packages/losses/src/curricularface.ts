import * as tf from '@tensorflow/tfjs-core';
import { addAngle } from './add-angle.js';
import { asColumn, bendTarget, pickTarget } from './bend-target.js';
import { checkBatch, checkRange, cosines } from './check-batch.js';

/** Share of the batch in the running mean of the target cosines. */
const update = 0.01;
/** More than any two cosines differ by: taking it off the target keeps the target from counting as hard. */
const OUT_OF_REACH = 4;

export interface CurricularfaceOptions {
  /** Radians in [0, π/2]; a scalar tensor where the margin is ramped. */
  readonly angularMargin: number | tf.Scalar /* m */;
  readonly scale: number /* s */;
  /** Running mean of the target cosines, the present batch included: `nextTargetCosine`. It has no gradient. */
  readonly targetCosine: number | tf.Scalar /* t */;
}

/**
 * CurricularFace: ArcFace that stresses hard classes more, the further the training is. The target is ArcFace's, s·cos(θ + m) with its
 * fallback; another class is s·cos θ_j, but s·cos θ_j·(t + cos θ_j) where cos θ_j is above the target with its margin.
 * https://arxiv.org/abs/2004.00288, section 3.
 *
 * t begins at 0, where hard classes count less than easy ones, and rises with the cosines. A hard class has slope s·(t + 2·cos θ_j), which is
 * negative for a cosine below −t / 2: rare, and the paper's. Above what counts as the target is the value that goes into the logits; the
 * authors' code takes cos(θ + m) also where θ + m > π.
 *
 * @param cosine [batch, classes]; rounding beyond ±1 is harmless   @param labels [batch] int32, in [0, classes)
 * @returns logits [batch, classes]
 * @throws ShapeError for other shapes, labels that are not int32, and a margin outside [0, π/2]
 */
export function curricularfaceLogits(
  cosine: tf.Tensor2D,
  labels: tf.Tensor1D,
  options: CurricularfaceOptions,
): tf.Tensor2D {
  const { angularMargin, scale } = options;
  checkRange('angularMargin (radians)', angularMargin, [0, Math.PI / 2], 'curricularfaceLogits');
  const { classes } = checkBatch(cosines(cosine), labels, 'curricularfaceLogits');
  const bend = (target: tf.Tensor1D) => addAngle(target, angularMargin, false);
  return tf.tidy(() => {
    const stressed = stressHard(cosine, labels, classes, options);
    return bendTarget(stressed, labels, scale, bend, 'curricularfaceLogits');
  });
}

/** c·(1 + hard·(t + c − 1)), the targets left as they are. */
function stressHard(
  cosine: tf.Tensor2D,
  labels: tf.Tensor1D,
  classes: number,
  { angularMargin, targetCosine }: CurricularfaceOptions,
): tf.Tensor2D {
  const stressed = tf.customGrad<tf.Tensor2D>((...inputs) => {
    const [input, save] = inputs as [tf.Tensor2D, tf.GradSaveFunc];
    const { mask, target } = pickTarget(input, labels, classes);
    const threshold = asColumn(addAngle(target, angularMargin, false).value);
    const hard = tf.cast(tf.greater(tf.sub(input, tf.mul(mask, OUT_OF_REACH)), threshold), 'float32');
    const stress = tf.mul(hard, tf.add(input, tf.sub(targetCosine, 1))); // 0 where a class is easy
    save([tf.add(1, tf.add(stress, tf.mul(hard, input)))]);
    return {
      value: tf.add(input, tf.mul(input, stress)),
      gradFunc: (gradient, saved) => tf.mul(gradient, saved[0] as tf.Tensor2D),
    };
  });
  return stressed(cosine);
}

/**
 * The running mean t of the target cosines after a batch: t ← 0.99·t + 0.01·mean cos θ. It has no gradient.
 * @param cosine [batch, classes]   @param labels [batch] int32, in [0, classes)
 * @throws ShapeError for other shapes and labels that are not int32
 */
export function nextTargetCosine(cosine: tf.Tensor2D, labels: tf.Tensor1D, previous: tf.Scalar): tf.Scalar {
  const { classes } = checkBatch(cosines(cosine), labels, 'nextTargetCosine');
  return tf.tidy(() => {
    const mean = tf.mean(pickTarget(cosine, labels, classes).target);
    return tf.add(previous, tf.mul(tf.sub(mean, previous), update)) as tf.Scalar;
  });
}
