import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkBatch } from './check-batch.js';

export interface CrossEntropyOptions {
  /** Share of the target's probability that is spread evenly over all classes, in [0, 1). 0: one-hot targets. */
  readonly labelSmoothing?: number;
}

/**
 * Cross entropy of each row: −Σ q·log softmax(z), with q = (1 − ε)·onehot + ε / classes.
 * The row's maximum is taken off first, so that logits of any size are safe.
 *
 * The gradient is written out, softmax(z) − q: the forward pass has nearly all of it at hand.
 * @param logits [batch, classes]   @param labels [batch] int32, in [0, classes)   @returns [batch]
 * @throws ShapeError for other shapes, labels that are not int32, and a smoothing outside [0, 1)
 */
export function crossEntropyOfEach(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  { labelSmoothing = 0 }: CrossEntropyOptions = {},
): tf.Tensor1D {
  const place = 'softmaxCrossEntropy';
  const { classes } = checkBatch({ name: 'logits', value: logits, next: 'Pass one row a photo.' }, labels, place);
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw ShapeError.because({ expected: 'labelSmoothing in [0, 1)', received: String(labelSmoothing), place });
  }
  const spread = labelSmoothing / classes;
  const crossEntropy = tf.customGrad<tf.Tensor1D>((...inputs) => {
    const [input, save] = inputs as [tf.Tensor2D, tf.GradSaveFunc];
    const wanted = tf.oneHot(labels, classes, 1 - labelSmoothing + spread, spread, 'float32'); // [batch, classes]
    const shifted = tf.sub(input, tf.max(input, 1, true));
    const exponentials = tf.exp(shifted);
    const total = tf.sum(exponentials, 1, true); // [batch, 1]
    save([tf.sub(tf.div(exponentials, total), wanted)]);
    return {
      value: tf.sub(tf.log(tf.squeeze(total, [1])), tf.sum(tf.mul(wanted, shifted), 1)) as tf.Tensor1D,
      gradFunc: (gradient, saved) => tf.mul(tf.expandDims(gradient, 1), saved[0] as tf.Tensor2D),
    };
  });
  return crossEntropy(logits);
}

/**
 * Softmax cross entropy, the mean over the batch; its gradient is (softmax(z) − q) / batch.
 * @param logits [batch, classes]   @param labels [batch] int32, in [0, classes)   @returns scalar, in nats
 * @throws ShapeError as `crossEntropyOfEach`
 */
export function softmaxCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor1D,
  options: CrossEntropyOptions = {},
): tf.Scalar {
  return tf.tidy(() => tf.mean(crossEntropyOfEach(logits, labels, options)) as tf.Scalar);
}
