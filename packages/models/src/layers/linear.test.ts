import { RandomStream, ShapeError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { initializeParameters } from '../model.js';
import { constant } from '../parameter.js';
import { infer } from '../testing/infer.js';
import { linear } from './linear.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('is the product of the whole map with the kernel, plus the bias', () => {
  const map = tf.tensor4d([1, 10, 100, 1000], [1, 2, 1, 2]);
  const kernel = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [4, 3]);
  const y = infer(linear('l', 4, 3), map, { 'l.kernel': kernel, 'l.bias': tf.tensor1d([0.5, -1, 2]) });
  expect(y.shape).toEqual([1, 1, 1, 3]);
  expect([...y.dataSync()]).toEqual([
    1 * 1 + 10 * 4 + 100 * 7 + 1000 * 10 + 0.5,
    1 * 2 + 10 * 5 + 100 * 8 + 1000 * 11 - 1,
    1 * 3 + 10 * 6 + 100 * 9 + 1000 * 12 + 2,
  ]);
});

it('keeps the photos of a batch apart', () => {
  const parameters = { 'l.kernel': tf.tensor2d([1, 1], [2, 1]), 'l.bias': tf.tensor1d([0]) };
  expect([...infer(linear('l', 2, 1), tf.tensor4d([1, 2, 3, 4], [2, 1, 1, 2]), parameters).dataSync()]).toEqual([3, 7]);
});

it('begins within ±1/√inputs, bias and kernel', () => {
  const parameters = initializeParameters(linear('l', 100, 50).parameters, RandomStream.fromSeed(1));
  for (const values of Object.values(parameters)) {
    const largest = Math.max(...values.dataSync().map(Math.abs));
    expect(largest).toBeLessThanOrEqual(0.1);
    expect(largest).toBeGreaterThan(0.09);
  }
  tf.dispose(parameters);
});

it('begins with a bias of 0 where the kernel has first values of its own', () => {
  const { parameters } = linear('l', 2, 2, { kernel: constant(3) });
  const { 'l.kernel': kernel, 'l.bias': bias } = initializeParameters(parameters, RandomStream.fromSeed(1));
  expect([[...(kernel as tf.Tensor).dataSync()], [...(bias as tf.Tensor).dataSync()]]).toEqual([
    [3, 3, 3, 3],
    [0, 0],
  ]);
});

it('refuses a map of another size instead of making more rows of it', () => {
  expect(() => infer(linear('l', 4, 3), tf.zeros([2, 2, 2, 2]))).toThrow(
    new ShapeError('Expected a map of 4 numbers for each photo but received 2 × 2 × 2 (l).'),
  );
});
