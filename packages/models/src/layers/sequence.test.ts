import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { convolution } from './convolution.js';
import { sequence } from './sequence.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const twice = sequence(convolution('a', 2, 2, { kernelSize: 1 }), convolution('b', 2, 2, { kernelSize: 1 }));
const kernels = () => ({
  'a.kernel': tf.tensor4d([1, 1, 0, 1], [1, 1, 2, 2]),
  'b.kernel': tf.tensor4d([2, 0, 0, 3], [1, 1, 2, 2]),
});
const pixel = () => tf.tensor4d([5, 7], [1, 1, 1, 2]);

it('sequence applies the layers in order and owns their parameters', () => {
  expect(twice.parameters.map(({ name }) => name)).toEqual(['a.kernel', 'b.kernel']);
  expect([...infer(twice, pixel(), kernels()).dataSync()]).toEqual([2 * 5, 3 * (5 + 7)]);
});
