import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { attribute, executeOp, type OpAttribute } from './execute-op.js';

/** Result of normalizing a batch by its own moments. */
export interface NormalizedBatch {
  /** [batch, height, width, channels] */
  readonly output: tf.Tensor4D;
  /** [channels] mean of the batch. The caller disposes it. */
  readonly mean: tf.Tensor1D;
  /** [channels] unbiased variance of the batch (divided by count − 1). The caller disposes it. */
  readonly variance: tf.Tensor1D;
}

function commonAttributes(epsilon: number): OpAttribute[] {
  return [
    attribute.float32('T'),
    attribute.float32('U'),
    attribute.float('epsilon', epsilon),
    attribute.text('data_format', 'NHWC'),
    attribute.flag('is_training', true),
  ];
}

/**
 * Batch normalization in training: y = scale·(x − mean)/√(variance + ε) + offset, with the moments of the batch.
 * Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167, algorithm 1; the gradient is the one of section 3.
 *
 * One TensorFlow op forward and one backward; tfjs's own batchNorm is moments plus some fifteen element-wise ops, each
 * a pass over memory: a MobileFaceNet step with it took more than three times as long.
 *
 * @param x [batch, height, width, channels] float32
 * @param scale [channels]   @param offset [channels]
 */
export function batchNormOfBatch(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  epsilon: number,
): NormalizedBatch {
  checkShape('x', x.shape, ['batch', 'height', 'width', scale.shape[0]], 'batchNormOfBatch');
  checkShape('offset', offset.shape, [scale.shape[0]], 'batchNormOfBatch');
  let mean: tf.Tensor | undefined;
  let variance: tf.Tensor | undefined;
  const normalize = tf.customGrad((...values) => {
    const [input, gamma, beta, save] = values as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    // With empty running moments and a factor of 1 the second and third outputs are the batch's own moments.
    const none = tf.tensor1d([], 'float32');
    const outputs = executeOp(
      'FusedBatchNormV3',
      [...commonAttributes(epsilon), attribute.float('exponential_avg_factor', 1)],
      [input, gamma, beta, none, none],
      6,
    );
    none.dispose();
    const [value, batchMean, batchVariance, ...reserved] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    // customGrad runs this function in a scope of its own that frees all but `value`.
    mean = tf.keep(batchMean);
    variance = tf.keep(batchVariance);
    save([input, gamma, ...reserved]);
    const gradFunc = (outputGradient: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): tf.Tensor[] =>
      tf.tidy(() =>
        executeOp('FusedBatchNormGradV3', commonAttributes(epsilon), [outputGradient as tf.Tensor, ...saved], 5).slice(
          0,
          3,
        ),
      );
    return { value, gradFunc };
  });
  const output = normalize(x, scale, offset) as tf.Tensor4D;
  return { output, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

/**
 * Batch normalization with given moments, as used after training: y = scale·(x − mean)/√(variance + ε) + offset.
 *
 * @param x [..., channels]; scale, offset, mean and variance are [channels].
 */
export function batchNormWithMoments(
  x: tf.Tensor4D,
  parameters: { scale: tf.Tensor1D; offset: tf.Tensor1D; mean: tf.Tensor1D; variance: tf.Tensor1D },
  epsilon: number,
): tf.Tensor4D {
  const { scale, offset, mean, variance } = parameters;
  checkShape('x', x.shape, ['batch', 'height', 'width', scale.shape[0]], 'batchNormWithMoments');
  return tf.batchNorm4d(x, mean, variance, offset, scale, epsilon);
}
