import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { crossEntropyOfEach } from './softmax-cross-entropy.js';

/** 1 − p is held above this: the derivative of its power is infinite at 0 where the exponent is below 1. */
const LEAST_DOUBT = 1e-7;

export interface FocalLossOptions {
  /** 0 is plain cross entropy; at 2, the paper's choice, a photo with p = 0.9 counts a hundredth. */
  readonly focus: number /* γ */;
}

/**
 * Focal loss: the mean of (1 − p)^γ · −log p, p being the softmax probability of each row's own target.
 * https://arxiv.org/abs/1708.02002, eq. 4. Each photo is weighted by its own p before the mean is taken; weighting the
 * mean by the mean's p, as several ArcFace trainers do, only rescales the gradient of the whole batch.
 *
 * @param logits [batch, classes]   @param labels [batch] int32, in [0, classes)   @returns scalar, in nats
 * @throws ShapeError for other shapes, labels that are not int32, and a negative focus
 */
export function focalLoss(logits: tf.Tensor2D, labels: tf.Tensor1D, { focus }: FocalLossOptions): tf.Scalar {
  if (!(focus >= 0)) {
    throw ShapeError.because({ expected: 'focus of 0 or more', received: String(focus), place: 'focalLoss' });
  }
  return tf.tidy(() => {
    const crossEntropy = crossEntropyOfEach(logits, labels); // −log p
    const doubt = tf.clipByValue(tf.neg(tf.expm1(tf.neg(crossEntropy))), LEAST_DOUBT, 1); // 1 − p
    return tf.mean(tf.mul(tf.pow(doubt, focus), crossEntropy)) as tf.Scalar;
  });
}
