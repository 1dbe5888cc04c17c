import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { ownKernelsRun } from '../start-tensorflow.js';
import { relu as rectify } from './element-wise.js';
import { type NormOp, ownNorm, ownNormAdd, ownNormPrelu, tensorflowNorm } from './norm-ops.js';
import { prelu } from './prelu.js';
import { scaleShift, scaleShiftAdd } from './scale-shift.js';

/** Result of normalizing a batch by its own moments. */
export interface NormalizedBatch {
  /** [batch, height, width, channels] */
  readonly output: tf.Tensor4D;
  /** [channels] mean of the batch. The caller disposes it. */
  readonly mean: tf.Tensor1D;
  /** [channels] unbiased variance of the batch (divided by count − 1). The caller disposes it. */
  readonly variance: tf.Tensor1D;
}

/** What normalizes, one value a channel: y = scale·x̂ + offset, then PReLU with `slope` where there is one. */
export interface NormParameters {
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
  readonly slope?: tf.Tensor1D;
}

/**
 * Batch normalization in training: y = scale·(x − mean)/√(variance + ε) + offset, with the moments of the batch.
 * Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167, algorithm 1; the gradient is the one of section 3. With `slope` a
 * PReLU follows in the same pass over memory: He et al. 2015, https://arxiv.org/abs/1502.01852, equation 1.
 *
 * On the CPU it runs our own kernels (native/kernels), elsewhere TensorFlow's FusedBatchNormV3. tfjs's own batchNorm is
 * moments plus some fifteen element-wise ops, each a pass over memory.
 *
 * @param x [batch, height, width, channels] float32   @param parameters [channels] each
 */
export function batchNormOfBatch(x: tf.Tensor4D, parameters: NormParameters, epsilon: number): NormalizedBatch {
  const { scale, offset, slope } = parameters;
  checkShape('x', x.shape, ['batch', 'height', 'width', scale.shape[0]], 'batchNormOfBatch');
  checkShape('offset', offset.shape, [scale.shape[0]], 'batchNormOfBatch');
  if (slope) checkShape('slope', slope.shape, [scale.shape[0]], 'batchNormOfBatch');
  if (ownKernelsRun())
    return normalize(
      slope ? ownNormPrelu(epsilon) : ownNorm(epsilon),
      slope ? [x, scale, offset, slope] : [x, scale, offset],
    );
  const normalized = normalize(tensorflowNorm(epsilon), [x, scale, offset]);
  return slope ? { ...normalized, output: prelu(normalized.output, slope) } : normalized;
}

/**
 * The end of a residual block in training: y = z + addend, or max(z + addend, 0) with `relu`, where z is x normalized as
 * `batchNormOfBatch` does it. He et al. 2015, https://arxiv.org/abs/1512.03385, equation 1. On the CPU it takes the two
 * passes over memory that the normalization takes alone.
 *
 * @param x [batch, height, width, channels] float32   @param addend the shape of x
 */
export function batchNormAdd(
  x: tf.Tensor4D,
  parameters: { readonly scale: tf.Tensor1D; readonly offset: tf.Tensor1D },
  addend: tf.Tensor4D,
  options: { readonly epsilon: number; readonly relu?: boolean },
): NormalizedBatch {
  const { epsilon, relu = false } = options;
  const { scale, offset } = parameters;
  checkShape('x', x.shape, ['batch', 'height', 'width', scale.shape[0]], 'batchNormAdd');
  checkShape('offset', offset.shape, [scale.shape[0]], 'batchNormAdd');
  checkShape('addend', addend.shape, x.shape, 'batchNormAdd');
  if (ownKernelsRun()) return normalize(ownNormAdd(epsilon, { relu }), [x, scale, offset, addend]);
  const normalized = normalize(tensorflowNorm(epsilon), [x, scale, offset]);
  const sum = tf.add(normalized.output, addend) as tf.Tensor4D;
  return { ...normalized, output: relu ? rectify(sum) : sum };
}

/** Runs an op so that tfjs can differentiate it, and brings its moments out. */
export function normalize({ run, gradient }: NormOp, inputs: tf.Tensor[]): NormalizedBatch {
  let moments: { mean: tf.Tensor; variance: tf.Tensor } | undefined;
  const op = tf.customGrad((...values) => {
    const save = values.pop() as unknown as tf.GradSaveFunc;
    const { value, mean, variance, saved } = run(values as tf.Tensor[]);
    // customGrad runs this function in a scope of its own that frees all but `value`.
    moments = { mean: tf.keep(mean), variance: tf.keep(variance) };
    save(saved);
    // tfjs frees what a custom gradient leaves behind only at the end of the whole backward pass: hence the scope.
    return { value, gradFunc: (dy, kept) => tf.tidy(() => gradient(dy as tf.Tensor, kept)) };
  });
  const output = op(...inputs) as tf.Tensor4D;
  const { mean, variance } = moments as { mean: tf.Tensor1D; variance: tf.Tensor1D };
  return { output, mean, variance };
}

/** What normalizes after training, one value a channel. */
export interface TrainedNormParameters extends NormParameters {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/**
 * Batch normalization with given moments, as used after training: y = scale·(x − mean)/√(variance + ε) + offset. With `slope` a
 * PReLU follows. On the CPU a kernel of ours does it all in one pass over memory.
 *
 * @param x [batch, height, width, channels]; all others are [channels].
 */
export function batchNormWithMoments(x: tf.Tensor4D, parameters: TrainedNormParameters, epsilon: number): tf.Tensor4D {
  const { scale, offset, slope, mean, variance } = parameters;
  checkShape('x', x.shape, ['batch', 'height', 'width', scale.shape[0]], 'batchNormWithMoments');
  if (!ownKernelsRun()) {
    const normalized = tf.batchNorm4d(x, mean, variance, offset, scale, epsilon);
    return slope ? prelu(normalized, slope) : normalized;
  }
  return tf.tidy(() => {
    const { gain, shift } = lineOf(parameters, epsilon);
    return scaleShift(slope ? [x, gain, shift, slope] : [x, gain, shift]);
  });
}

/**
 * The end of a residual block after training: y = z + addend, or max(z + addend, 0) with `relu`, where z is x normalized as
 * `batchNormWithMoments` does it. On the CPU a kernel of ours does it all in one pass over memory.
 *
 * @param x [batch, height, width, channels]   @param addend the shape of x   @param parameters [channels] each
 */
export function batchNormWithMomentsAdd(
  x: tf.Tensor4D,
  parameters: Omit<TrainedNormParameters, 'slope'>,
  addend: tf.Tensor4D,
  options: { readonly epsilon: number; readonly relu?: boolean },
): tf.Tensor4D {
  const { epsilon, relu = false } = options;
  checkShape('x', x.shape, ['batch', 'height', 'width', parameters.scale.shape[0]], 'batchNormWithMomentsAdd');
  checkShape('addend', addend.shape, x.shape, 'batchNormWithMomentsAdd');
  return tf.tidy(() => {
    if (ownKernelsRun()) return scaleShiftAdd({ x, ...lineOf(parameters, epsilon), addend }, { relu });
    const sum = tf.add(batchNormWithMoments(x, parameters, epsilon), addend) as tf.Tensor4D;
    return relu ? rectify(sum) : sum;
  });
}

/** Normalization with given moments is a straight line: y = gain·x + shift. */
function lineOf(
  { scale, offset, mean, variance }: TrainedNormParameters,
  epsilon: number,
): { gain: tf.Tensor1D; shift: tf.Tensor1D } {
  const gain = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon))) as tf.Tensor1D;
  return { gain, shift: tf.sub(offset, tf.mul(mean, gain)) as tf.Tensor1D };
}
