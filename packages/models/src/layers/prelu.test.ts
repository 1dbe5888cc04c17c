import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { batchNormPrelu } from './batch-norm.js';
import { prelu, preluSlope } from './prelu.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Two pixels of two channels. */
const map = () => tf.tensor4d([-2, -4, 3, -8], [1, 1, 2, 2]);

it('has a slope of 0.25 at first', () => {
  expect([...infer(prelu(preluSlope('p', 2)), map()).dataSync()]).toEqual([-0.5, -1, 3, -2]);
});

it.each([
  [
    [0.5, 0.1],
    [-2 * 0.5, -4 * 0.1, 3, -8 * 0.1],
  ],
  [[0.5], [-2 * 0.5, -4 * 0.5, 3, -8 * 0.5]],
])('with slopes %j gives %j', (slopes, expected) => {
  const y = infer(prelu(preluSlope('p', slopes.length)), map(), { 'p.slope': tf.tensor1d(slopes) });
  expect([...y.dataSync()]).toEqual(expected.map(value => expect.closeTo(value, 6)));
});

describe('a single slope', () => {
  const gradientOf = (layer: ReturnType<typeof prelu>, parameters: Record<string, tf.Tensor>) =>
    tf.grad(slope => tf.sum(infer(layer, map(), { ...parameters, 'p.slope': slope })))(tf.tensor1d([0.5]));

  it('has one gradient, from all channels', () => {
    expect([...gradientOf(prelu(preluSlope('p', 1)), {}).dataSync()]).toEqual([-2 - 4 - 8]);
  });

  it('does behind a batch norm what it does alone', () => {
    const own = { 'n.norm.scale': tf.ones([2]), 'n.norm.offset': tf.zeros([2]) };
    const moments = { 'n.norm.mean': tf.zeros([2]), 'n.norm.variance': tf.ones([2]) };
    const both = batchNormPrelu('n', 2, preluSlope('p', 1));
    expect(both.parameters.map(({ name }) => name)).toContain('p.slope');
    const y = infer(both, map(), { ...own, ...moments, 'p.slope': tf.tensor1d([0.5]) });
    expect([...y.dataSync()]).toEqual([-1, -2, 3, -4].map(value => expect.closeTo(value, 4)));
  });
});
