import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, cosines } from './check-batch.js';

/**
 * A margin: a map from cosines and labels to logits. Class centres come before it and cross entropy after it.
 * The strength (an angle or a cosine, as the margin says) is a scalar tensor where it is ramped: then it can be fed at
 * each step of a compiled graph.
 * @param cosine [batch, classes] cosines between embeddings and class centres   @param labels [batch] int32
 * @returns logits [batch, classes]
 */
export type Margin = (cosine: tf.Tensor2D, labels: tf.Tensor1D, strength?: number | tf.Scalar) => tf.Tensor2D;

/** What a margin makes of the target cosines t: the new values φ(t) and the slopes dφ/dt, both [batch]. */
export interface BentTarget {
  readonly value: tf.Tensor1D;
  readonly slope: tf.Tensor1D;
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
    const mask = tf.oneHot(labels, classes, 1, 0, 'float32'); // [batch, classes]
    const target = tf.sum(tf.mul(mask, input), 1) as tf.Tensor1D;
    const { value, slope } = bend(target);
    save([mask, slope]);
    return {
      value: tf.add(tf.mul(scale, input), tf.mul(mask, asColumn(tf.mul(scale, tf.sub(value, target))))),
      gradFunc: (gradient, saved) => {
        const [targets, slopes] = saved as [tf.Tensor2D, tf.Tensor1D];
        const factor = tf.add(tf.mul(targets, asColumn(tf.mul(scale, tf.sub(slopes, 1)))), scale);
        return tf.mul(gradient, factor);
      },
    };
  });
  return bent(cosine);
}

function asColumn(values: tf.Tensor): tf.Tensor {
  return tf.expandDims(values, 1); // [batch] → [batch, 1]
}
