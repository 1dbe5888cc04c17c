import * as tf from '@tensorflow/tfjs-core';
import { attribute, executeOp, type OpAttribute } from './execute-op.js';

/** Gradients of an op's inputs from that of its output and what the op saved. */
type GradientFunction = (outputGradient: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];

/** A way to normalize a batch: y and its moments, what the gradient needs of them, and the gradient. */
export interface NormOp {
  readonly run: (inputs: tf.Tensor[]) => { value: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor; saved: tf.Tensor[] };
  readonly gradient: GradientFunction;
}

/** Our kernel without PReLU. Inputs: x, scale, offset. */
export function ownNorm(epsilon: number): NormOp {
  return {
    run: inputs => {
      const outputs = executeOp('ArcfaceBatchNorm', [attribute.float('epsilon', epsilon)], inputs, 4);
      const [value, mean, variance, inverseDeviation] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return { value, mean, variance, saved: [...inputs, mean, inverseDeviation] };
    },
    gradient: (dy, saved) => executeOp('ArcfaceBatchNormGrad', [], [dy, ...saved], 3),
  };
}

/** Our kernel with PReLU. Inputs: x, scale, offset, slope. */
export function ownNormPrelu(epsilon: number): NormOp {
  return {
    run: inputs => {
      const outputs = executeOp('ArcfaceBatchNormPrelu', [attribute.float('epsilon', epsilon)], inputs, 4);
      const [value, mean, variance, inverseDeviation] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const [x, scale, offset, slope] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return { value, mean, variance, saved: [x, scale, offset, mean, inverseDeviation, slope] };
    },
    gradient: (dy, saved) => executeOp('ArcfaceBatchNormPreluGrad', [], [dy, ...saved], 4),
  };
}

/** Our kernel with an addition, y = z + addend, and a ReLU behind it where `relu` says so. Inputs: x, scale, offset, addend. */
export function ownNormAdd(epsilon: number, { relu }: { relu: boolean }): NormOp {
  const op = relu ? 'ArcfaceBatchNormAddRelu' : 'ArcfaceBatchNormAdd';
  return {
    run: inputs => {
      const outputs = executeOp(op, [attribute.float('epsilon', epsilon)], inputs, 4);
      const [value, mean, variance, inverseDeviation] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const [x, scale, offset] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
      const own = relu ? [x, value, scale] : [x, scale, offset];
      return { value, mean, variance, saved: [...own, mean, inverseDeviation] };
    },
    gradient: (dy, saved) =>
      relu
        ? executeOp('ArcfaceBatchNormAddReluGrad', [], [dy, ...saved], 4)
        : [...executeOp('ArcfaceBatchNormGrad', [], [dy, ...saved], 3), tf.clone(dy)],
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
