import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, cosines } from './check-batch.js';

/** What a margin makes of the target cosines t: the new values φ(t) and the slopes dφ/dt, both [batch]. */
export interface BentTarget {
  readonly value: tf.Tensor1D;
  readonly slope: tf.Tensor1D;
}

/** The same of a margin m that each row has its own of, and that has a gradient: dφ/dm too. */
export interface BentByRow extends BentTarget {
  readonly marginSlope: tf.Tensor1D;
}

/**
 * Replaces each row's target cosine t by φ(t) and scales everything: target = s·φ(t), others = s·cos θ.
 *
 * Only the [batch] target cosines pass through the margin. They are picked and put back through a one-hot mask, so that
 * the [batch, classes] work is a handful of multiplications however dear φ is. The gradient is written out,
 * dL/dt = s·dφ/dt·dL/dlogit, because tfjs can differentiate neither GatherNd nor the comparisons inside φ.
 * @param cosine [batch, classes]   @param labels [batch] int32   @returns logits [batch, classes]
 */
export function bendTarget(
  cosine: tf.Tensor2D,
  labels: tf.Tensor1D,
  scale: number,
  bend: (target: tf.Tensor1D) => BentTarget,
  place: string,
): tf.Tensor2D {
  const { classes } = checkBatch(cosines(cosine), labels, place);
  const bent = tf.customGrad<tf.Tensor2D>((...inputs) => {
    const [input, save] = inputs as [tf.Tensor2D, tf.GradSaveFunc];
    const { mask, target } = pickTarget(input, labels, classes);
    const { value, slope } = bend(target);
    save([mask, slope]);
    return {
      value: putBack(input, { mask, scale, change: tf.sub(value, target) }),
      gradFunc: (gradient, saved) => {
        const [targets, slopes] = saved as [tf.Tensor2D, tf.Tensor1D];
        return ofCosine(gradient as tf.Tensor2D, targets, { scale, slopes });
      },
    };
  });
  return bent(cosine);
}

/**
 * As `bendTarget`, with a margin for each row, through which the gradient goes on to whatever the margin was made of.
 * @param margin [batch]
 */
export function bendTargetByRow(
  cosine: tf.Tensor2D,
  labels: tf.Tensor1D,
  margin: tf.Tensor1D,
  scale: number,
  bend: (target: tf.Tensor1D, margin: tf.Tensor1D) => BentByRow,
  place: string,
): tf.Tensor2D {
  const { classes } = checkBatch(cosines(cosine), labels, place);
  const bent = tf.customGrad<tf.Tensor2D>((...inputs) => {
    const [input, margins, save] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.GradSaveFunc];
    const { mask, target } = pickTarget(input, labels, classes);
    const { value, slope, marginSlope } = bend(target, margins);
    save([mask, slope, marginSlope]);
    return {
      value: putBack(input, { mask, scale, change: tf.sub(value, target) }),
      gradFunc: (gradient, saved) => {
        const [targets, slopes, marginSlopes] = saved as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
        const ofTarget = tf.sum(tf.mul(targets, gradient as tf.Tensor2D), 1); // [batch]
        return [
          ofCosine(gradient as tf.Tensor2D, targets, { scale, slopes }),
          tf.mul(tf.mul(scale, marginSlopes), ofTarget),
        ];
      },
    };
  });
  return bent(cosine, margin);
}

/** Each row's target, and the mask [batch, classes] that is 1 at it. */
export function pickTarget(
  scores: tf.Tensor2D,
  labels: tf.Tensor1D,
  classes: number,
): { readonly mask: tf.Tensor2D; readonly target: tf.Tensor1D } {
  const mask = tf.oneHot(labels, classes, 1, 0, 'float32') as tf.Tensor2D;
  return { mask, target: tf.sum(tf.mul(mask, scores), 1) };
}

export function asColumn(values: tf.Tensor1D): tf.Tensor2D {
  return tf.expandDims(values, 1); // [batch] → [batch, 1]
}

/** s·(cosine + mask·change) */
function putBack(
  cosine: tf.Tensor2D,
  { mask, scale, change }: { mask: tf.Tensor2D; scale: number; change: tf.Tensor1D },
): tf.Tensor2D {
  return tf.add(tf.mul(scale, cosine), tf.mul(mask, asColumn(tf.mul(scale, change))));
}

/** s·gradient·(1 + mask·(slope − 1)) */
function ofCosine(
  gradient: tf.Tensor2D,
  mask: tf.Tensor2D,
  { scale, slopes }: { scale: number; slopes: tf.Tensor1D },
): tf.Tensor2D {
  return tf.mul(gradient, tf.add(tf.mul(mask, asColumn(tf.mul(scale, tf.sub(slopes, 1)))), scale));
}
