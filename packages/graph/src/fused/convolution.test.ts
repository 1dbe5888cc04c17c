import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { convolve } from './convolution.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

type Shape = [number, number, number, number];
type Convolution = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D;

/** Output and both gradients of Σ weights·convolution(x, filter). */
function differentiate(apply: Convolution, x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor[] {
  const weighted = (a: tf.Tensor4D, b: tf.Tensor4D): tf.Scalar => {
    const y = apply(a, b);
    return tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, 'float32', 5)));
  };
  const gradients = tf.grads((...values) => weighted(...(values as [tf.Tensor4D, tf.Tensor4D])))([x, filter]);
  return [apply(x, filter), ...gradients];
}

function expectAlike(ours: Convolution, theirs: Convolution, x: Shape, filter: Shape): void {
  tf.tidy(() => {
    const image = tf.randomNormal(x, 0, 1, 'float32', 1) as tf.Tensor4D;
    const taps = tf.randomNormal(filter, 0, 1, 'float32', 2) as tf.Tensor4D;
    const [found, expected] = [differentiate(ours, image, taps), differentiate(theirs, image, taps)];
    expect(found.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
    for (const [i, value] of found.entries()) {
      const reference = expected[i] as tf.Tensor;
      const apart = tf.div(tf.max(tf.abs(tf.sub(value, reference))), tf.max(tf.abs(reference)));
      expect(apart.dataSync()[0]).toBeLessThan(1e-5);
    }
  });
}

/** Batch, height, width, inputs, outputs, kernel: sizes below and above what the kernels work on at once, odd and even. */
const cases = [
  [1, 1, 1, 1, 1, 3],
  [2, 5, 4, 3, 64, 3],
  [3, 8, 8, 7, 5, 3],
  [2, 9, 7, 16, 33, 5],
  [4, 6, 6, 64, 32, 1],
  [2, 14, 15, 12, 40, 3],
  [9, 20, 18, 8, 16, 3],
  [2, 16, 16, 3, 8, 7],
  // Pixels of a 1×1 filter that our own kernel takes, and images that do not fill the last block.
  [5, 12, 12, 20, 24, 1],
  [37, 11, 11, 16, 33, 3],
] as const;

describe.each([1, 2, 3])('with stride %i', stride => {
  it.each(cases)('%i maps of %i×%i, %i → %i channels, kernel %i, have the output and gradients of tfjs', (...shape) => {
    const [batch, height, width, inputs, outputs, kernel] = shape;
    for (const padding of ['same', 'valid'] as const) {
      if (padding === 'valid' && (height < kernel || width < kernel)) continue;
      expectAlike(
        (x, filter) => convolve(x, filter, { stride, padding }),
        (x, filter) => tf.conv2d(x, filter, stride, padding),
        [batch, height, width, inputs],
        [kernel, kernel, inputs, outputs],
      );
    }
  });

  it.each(cases)('%i maps of %i×%i, %i → %i channels, kernel %i, padded alike on both sides', (...shape) => {
    const [batch, height, width, inputs, outputs, kernel] = shape;
    const zeros = Math.floor(kernel / 2);
    const padded = (x: tf.Tensor4D) =>
      tf.pad(x, [
        [0, 0],
        [zeros, zeros],
        [zeros, zeros],
        [0, 0],
      ]) as tf.Tensor4D;
    expectAlike(
      (x, filter) => convolve(x, filter, { stride, padding: 'symmetric' }),
      (x, filter) => tf.conv2d(padded(x), filter, stride, 'valid'),
      [batch, height, width, inputs],
      [kernel, kernel, inputs, outputs],
    );
  });
});

it('repeats its gradients to the bit', () => {
  const [x, filter] = [tf.randomNormal([9, 20, 20, 16]), tf.randomNormal([3, 3, 16, 32])] as [tf.Tensor4D, tf.Tensor4D];
  const run = () => differentiate((a, b) => convolve(a, b), x, filter).map(value => [...value.dataSync()]);
  expect(run()).toEqual(run());
});

it('refuses a filter for another number of channels', () => {
  const filter = tf.ones([3, 3, 8, 4]) as tf.Tensor4D;
  expect(() => convolve(tf.ones([1, 4, 4, 16]) as tf.Tensor4D, filter)).toThrow('[batch, height, width, 8]');
});
