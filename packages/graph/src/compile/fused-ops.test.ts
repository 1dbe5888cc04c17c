import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { batchNormAdd, batchNormOfBatch, batchNormWithMoments } from '../fused/batch-norm.js';
import { convolve } from '../fused/convolution.js';
import { depthwiseConvSame } from '../fused/depthwise-conv.js';
import { relu, sumOfSquares } from '../fused/element-wise.js';
import { prelu } from '../fused/prelu.js';
import { sgdStep } from '../fused/sgd-step.js';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { compile } from './compile.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const map = [2, 6, 5, 16];
const channels = [16];
const positive = (shape: number[]): tf.Tensor => tf.fill(shape, 0.5);

type Op = (...tensors: never[]) => tf.Tensor | tf.Tensor[];

/** What an op gives, and the gradients of a sum of its first output that weighs each element. */
function forwardAndBackward(op: Op, tensors: tf.Tensor[], isDifferentiable: boolean): tf.Tensor[] {
  const outputs = [op(...(tensors as never[]))].flat();
  if (!isDifferentiable) return outputs;
  const weighted = (...values: tf.Tensor[]): tf.Scalar => {
    const y = [op(...(values as never[]))].flat()[0] as tf.Tensor;
    return tf.sum(tf.mul(y, tf.tensor(sampleNumbers('weights', y.size), y.shape)));
  };
  return [...outputs, ...tf.grads(weighted)(tensors)];
}

const differentiable: Record<string, [Op, number[][]]> = {
  prelu: [prelu as Op, [map, channels]],
  relu: [relu as Op, [map]],
  'batchNormOfBatch without PReLU': [
    ((x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D) => {
      const { output, mean, variance } = batchNormOfBatch(x, { scale, offset }, 1e-3);
      return [output, mean, variance];
    }) as Op,
    [map, channels, channels],
  ],
  'batchNormOfBatch with PReLU': [
    ((x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D, slope: tf.Tensor1D) => {
      const { output, mean, variance } = batchNormOfBatch(x, { scale, offset, slope }, 1e-3);
      return [output, mean, variance];
    }) as Op,
    [map, channels, channels, channels],
  ],
  ...Object.fromEntries(
    [false, true].map(rectified => [
      `batchNormAdd ${rectified ? 'with' : 'without'} ReLU`,
      [
        ((x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D, addend: tf.Tensor4D) => {
          // Products that nothing else reads: in a graph their memory is taken over.
          const [own, shortcut] = [tf.mul(x, 2) as tf.Tensor4D, tf.mul(addend, 3) as tf.Tensor4D];
          const end = { epsilon: 1e-3, relu: rectified };
          const { output, mean, variance } = batchNormAdd(own, { scale, offset }, shortcut, end);
          return [tf.mul(output, 2), mean, variance];
        }) as Op,
        [map, channels, channels, map],
      ],
    ]),
  ),
  'depthwiseConvSame with stride 1': [
    ((x: tf.Tensor4D, filter: tf.Tensor4D) => depthwiseConvSame(x, filter, 1)) as Op,
    [map, [3, 3, 16, 1]],
  ],
  'depthwiseConvSame with stride 2': [
    ((x: tf.Tensor4D, filter: tf.Tensor4D) => depthwiseConvSame(x, filter, 2)) as Op,
    [map, [3, 3, 16, 1]],
  ],
  convolve: [
    ((x: tf.Tensor4D, filter: tf.Tensor4D) => convolve(x, filter, { stride: 2, padding: 'symmetric' })) as Op,
    [map, [3, 3, 16, 8]],
  ],
};

const forwardOnly: Record<string, [Op, number[][]]> = {
  sumOfSquares: [sumOfSquares as Op, [map]],
  batchNormWithMoments: [
    ((x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D, mean: tf.Tensor1D) =>
      batchNormWithMoments(x, { scale, offset, mean, variance: positive(channels) as tf.Tensor1D }, 1e-3)) as Op,
    [map, channels, channels, channels],
  ],
  sgdStep: [
    ((w: tf.Tensor, v: tf.Tensor, gradient: tf.Tensor, learningRate: tf.Scalar, gradientScale: tf.Scalar) => {
      const options = { learningRate, gradientScale, momentum: 0.9, weightDecay: 5e-4, nesterov: true };
      const { weight, velocity } = sgdStep(w, v, gradient, options);
      return [weight, velocity];
    }) as Op,
    [map, map, map, [], []],
  ],
};

const cases = [
  ...Object.entries(differentiable).map(([name, [op, shapes]]) => [name, op, shapes, true] as const),
  ...Object.entries(forwardOnly).map(([name, [op, shapes]]) => [name, op, shapes, false] as const),
];

it.each(cases)('%s gives compiled what it gives eagerly', async (_, op, shapes, isDifferentiable) => {
  const values = shapes.map((shape, i) => {
    const count = shape.reduce((product, length) => product * length, 1);
    return Float32Array.from(sampleNumbers(`input ${i}`, count));
  });
  const compiled = compile(
    inputs => ({
      outputs: Object.fromEntries(forwardAndBackward(op, Object.values(inputs), isDifferentiable).entries()),
    }),
    {
      inputs: Object.fromEntries(shapes.map((shape, i) => [`x${i}`, { shape, dtype: 'float32' as const }])),
      variables: await newVariables(),
    },
  );
  const { outputs } = await compiled.run(Object.fromEntries(values.map((value, i) => [`x${i}`, value])));
  const tensors = values.map((value, i) => tf.tensor(value, shapes[i]));
  const expected = forwardAndBackward(op, tensors, isDifferentiable);
  expect(Object.values(outputs).map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [i, value] of expected.entries()) {
    const largest = Math.max(...value.dataSync().map(Math.abs));
    const ours = outputs[i]?.data as Float32Array;
    const difference = Math.max(...value.dataSync().map((one, at) => Math.abs(one - (ours[at] as number))));
    expect(difference / largest).toBeLessThan(1e-5);
  }
});
