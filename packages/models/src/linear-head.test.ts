import { ShapeError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { linearHead } from './linear-head.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const head = linearHead(2, 2);
const parameters = () => ({
  centres: tf.tensor2d([
    [2, 0],
    [3, -4],
  ]),
  'centres.bias': tf.tensor1d([10, -10]),
});

it('gives x·Wᵀ + b for scores, and cosines that feel neither lengths nor bias', () => {
  const { scores, cosines } = head.apply(tf.tensor2d([[6, 8]]), parameters());
  expect(scores.arraySync()).toEqual([[6 * 2 + 10, 6 * 3 - 8 * 4 - 10]]);
  expect(cosines.arraySync()).toEqual([[expect.closeTo(6 / 10, 6), expect.closeTo((18 - 32) / 50, 6)]]);
});

it('decays its weights and not its bias', () => {
  expect(head.parameters).toMatchObject([
    { name: 'centres', shape: [2, 2], role: 'centre' },
    { name: 'centres.bias', shape: [2], role: 'bias' },
  ]);
});

it('refuses embeddings of another length than the weights', () => {
  expect(() => head.apply(tf.zeros([4, 3]), parameters())).toThrow(
    new ShapeError('Expected embeddings of shape [batch, 2] but received [4, 3] (linearHead).'),
  );
});
