import * as tf from '@tensorflow/tfjs-core';
import { attribute, executeOp, type OpAttribute } from './execute-op.js';

/** Gradients of an op's inputs from that of its output and what the op saved. */
type GradientFunction = (outputGradient: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

/** A way to normalize a batch: y and its moments, what the gradient needs of them, and the gradient. */
export interface NormOp {
  readonly run: (inputs: tf.Tensor[]) => { value: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor; saved: tf.Tensor[] };
  readonly gradient: GradientFunction;
}

/** What one of our kernels has seen and made, of which its gradient needs a part. */
interface Ran {
  readonly inputs: readonly tf.Tensor[];
  readonly value: tf.Tensor;
  /** Mean and inverse deviation. */
  readonly moments: readonly tf.Tensor[];
}

/** Runs one of our kernels; `keep` picks what its gradient needs, in the gradient's order. */
function runOwn(op: string, epsilon: number, keep: (ran: Ran) => readonly tf.Tensor[]): NormOp['run'] {
  return inputs => {
    const outputs = executeOp(op, [attribute.float('epsilon', epsilon)], inputs, 4);
    const [value, mean, variance, inverseDeviation] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return { value, mean, variance, saved: [...keep({ inputs, value, moments: [mean, inverseDeviation] })] };
  };
}

/** Our kernel without PReLU. Inputs: x, scale, offset. */
export function ownNorm(epsilon: number): NormOp {
  return {
    run: runOwn('ArcfaceBatchNorm', epsilon, ({ inputs, moments }) => [...inputs, ...moments]),
    gradient: (dy, saved) => executeOp('ArcfaceBatchNormGrad', [], [dy, ...saved], 3),
  };
}

/** Our kernel with PReLU. Inputs: x, scale, offset, slope. */
export function ownNormPrelu(epsilon: number): NormOp {
  return {
    run: runOwn('ArcfaceBatchNormPrelu', epsilon, ({ inputs, moments }) => [
      ...inputs.slice(0, 3),
      ...moments,
      ...inputs.slice(3),
    ]),
    gradient: (dy, saved) => executeOp('ArcfaceBatchNormPreluGrad', [], [dy, ...saved], 4),
  };
}

/** Our kernel with an addition, y = z + addend, and a ReLU behind it where `relu` says so. Inputs: x, scale, offset, addend. */
export function ownNormAdd(epsilon: number, { relu }: { relu: boolean }): NormOp {
  if (!relu) {
    return {
      run: runOwn('ArcfaceBatchNormAdd', epsilon, ({ inputs, moments }) => [...inputs.slice(0, 3), ...moments]),
      gradient: (dy, saved) => [...ownNorm(epsilon).gradient(dy, saved), tf.clone(dy)],
    };
  }
  return {
    run: runOwn('ArcfaceBatchNormAddRelu', epsilon, ({ inputs: [x, scale], value, moments }) => [
      x as tf.Tensor,
      value,
      scale as tf.Tensor,
      ...moments,
    ]),
    gradient: (dy, saved) => executeOp('ArcfaceBatchNormAddReluGrad', [], [dy, ...saved], 4),
  };
}

/** TensorFlow's own op, for devices that our kernels are not made for. Inputs: x, scale, offset. */
export function tensorflowNorm(epsilon: number): NormOp {
  const common: OpAttribute[] = [
    attribute.float32('T'),
    attribute.float32('U'),
    attribute.float('epsilon', epsilon),
    attribute.text('data_format', 'NHWC'),
    attribute.flag('is_training', true),
  ];
  return {
    run: inputs => {
      // With empty running moments and a factor of 1 the second and third outputs are the batch's own moments.
      const none = tf.tensor1d([], 'float32');
      const attributes = [...common, attribute.float('exponential_avg_factor', 1)];
      const outputs = executeOp('FusedBatchNormV3', attributes, [...inputs, none, none], 6);
      none.dispose();
      const [value, mean, variance, ...reserved] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      return { value, mean, variance, saved: [...inputs.slice(0, 2), ...reserved] };
    },
    gradient: (dy, saved) => executeOp('FusedBatchNormGradV3', common, [dy, ...saved], 5).slice(0, 3),
  };
}
