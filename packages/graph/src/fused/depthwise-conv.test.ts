import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { depthwiseConvSame } from './depthwise-conv.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

type Convolution = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D;

/** Output and both gradients of Σ weights·convolution(x, filter). */
function differentiate(convolve: Convolution, x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor[] {
  const weighted = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Scalar => {
    const y = convolve(a, b);
    return tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, 'float32', 5)));
  };
  const gradients = tf.grads((...values) => weighted(...(values as [tf.Tensor4D, tf.Tensor4D])))([x, filter]);
  return [convolve(x, filter), ...gradients];
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  return tf.div(tf.max(tf.abs(tf.sub(a, b))), tf.max(tf.abs(b))).dataSync()[0] as number;
}

describe.each([1, 2])('with stride %i', stride => {
  // Maps of one pixel, of fewer pixels than a kernel works on at once, odd, even, and not square.
  it.each([
    [1, 1, 16],
    [2, 3, 16],
    [3, 2, 32],
    [7, 7, 16],
    [8, 9, 48],
    [14, 14, 32],
    [5, 12, 64],
  ])('a map of %i×%i with %i channels has the output and gradients of TensorFlow', (height, width, channels) => {
    tf.tidy(() => {
      const x = tf.randomNormal([3, height, width, channels], 0, 1, 'float32', 1) as tf.Tensor4D;
      const filter = tf.randomNormal([3, 3, channels, 1], 0, 1, 'float32', 2) as tf.Tensor4D;
      const ours = differentiate((a, b) => depthwiseConvSame(a, b, stride), x, filter);
      const theirs = differentiate((a, b) => tf.depthwiseConv2d(a, b, stride, 'same'), x, filter);
      expect(ours.map(({ shape }) => shape)).toEqual(theirs.map(({ shape }) => shape));
      for (const [i, value] of ours.entries()) {
        expect(largestDifference(value, theirs[i] as tf.Tensor)).toBeLessThan(1e-5);
      }
    });
  });
});

it('repeats itself to the bit', () => {
  const [x, filter] = [tf.randomNormal([4, 9, 9, 32]), tf.randomNormal([3, 3, 32, 1])] as [tf.Tensor4D, tf.Tensor4D];
  const run = () => differentiate((a, b) => depthwiseConvSame(a, b, 1), x, filter).map(value => [...value.dataSync()]);
  expect(run()).toEqual(run());
});

it.each([
  ['an odd number of channels', [3, 3, 5, 1]],
  ['a filter of 5×5', [5, 5, 16, 1]],
] as const)('leaves %s to TensorFlow', (_, shape) => {
  const x = tf.ones([1, 6, 6, shape[2]]) as tf.Tensor4D;
  const filter = tf.ones([...shape]) as tf.Tensor4D;
  const ours = depthwiseConvSame(x, filter, 1);
  expect([...ours.dataSync()]).toEqual([...tf.depthwiseConv2d(x, filter, 1, 'same').dataSync()]);
});

it('refuses a filter for another number of channels', () => {
  const filter = tf.ones([3, 3, 8, 1]) as tf.Tensor4D;
  expect(() => depthwiseConvSame(tf.ones([1, 4, 4, 16]) as tf.Tensor4D, filter, 1)).toThrow(
    '[batch, height, width, 8]',
  );
});
