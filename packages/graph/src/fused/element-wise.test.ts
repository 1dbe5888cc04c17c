import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { relu, sumOfSquares } from './element-wise.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('relu keeps what is positive, and hands the gradient on there alone', () => {
  const x = tf.tensor1d([-2, 0, 3, -0.5]);
  const { value, grad } = tf.valueAndGrad(v => tf.sum(tf.mul(relu(v), [1, 2, 4, 8])))(x);
  expect(value.dataSync()[0]).toBe(12);
  expect([...grad.dataSync()]).toEqual([0, 0, 4, 0]);
});

it('sums squares', () => {
  expect(
    sumOfSquares(
      tf.tensor2d([
        [3, -4],
        [12, 0],
      ]),
    ).dataSync()[0],
  ).toBe(169);
  expect(sumOfSquares(tf.tensor1d([1, Number.NaN])).dataSync()[0]).toBeNaN();
});
