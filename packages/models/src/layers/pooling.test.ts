import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { globalAveragePool, maxPool } from './pooling.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** A map of one channel, of rows. */
const mapOf = (...rows: number[][]) => tf.tensor4d(rows.flat(), [1, rows.length, (rows[0] as number[]).length, 1]);
const even = () => mapOf([16, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]);

describe('maxPool', () => {
  it('centres its windows on every second pixel from the first on', () => {
    const y = infer(maxPool(3, 2), even());
    expect(y.shape).toEqual([1, 2, 2, 1]);
    // Rows and columns 0 … 1 and 1 … 3.
    expect([...y.dataSync()]).toEqual([16, 7, 13, 15]);
  });

  it('of two pixels halves the map, and leaves out what fills no window', () => {
    const odd = mapOf([16, 1, 2], [4, 5, 6], [8, 9, 10]);
    expect([...infer(maxPool(2, 2), even()).dataSync()]).toEqual([16, 7, 13, 15]);
    expect([...infer(maxPool(2, 2), odd).dataSync()]).toEqual([16]);
  });

  it('takes nothing from outside the map', () => {
    expect([...infer(maxPool(3, 2), tf.sub(even(), 100)).dataSync()]).toEqual([-84, -93, -87, -85]);
  });

  it('sends the gradient to where the largest value was', () => {
    const gradient = tf.grad(x => tf.mul(infer(maxPool(3, 2), x as tf.Tensor4D), mapOf([1, 2], [3, 4])))(even());
    expect([...gradient.dataSync()]).toEqual([1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4]);
  });
});

describe('globalAveragePool', () => {
  const x = () => tf.tensor4d([1, 10, 2, 20, 3, 30, 6, 60], [1, 2, 2, 2]);

  it('is the mean of each channel', () => {
    const y = infer(globalAveragePool(), x());
    expect(y.shape).toEqual([1, 1, 1, 2]);
    expect([...y.dataSync()]).toEqual([3, 30]);
  });

  it('spreads its gradient evenly', () => {
    const gradient = tf.grad(value => infer(globalAveragePool(), value as tf.Tensor4D))(x());
    expect([...gradient.dataSync()]).toEqual(Array(8).fill(1 / 4));
  });
});
