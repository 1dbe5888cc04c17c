import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { convolution } from './convolution.js';
import { projection } from './projection.js';
import { relu } from './relu.js';
import { residual, sequence } from './sequence.js';

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

it('residual adds what went in', () => {
  expect(residual(twice).parameters).toEqual(twice.parameters);
  expect([...infer(residual(twice), pixel(), kernels()).dataSync()]).toEqual([5 + 2 * 5, 7 + 3 * (5 + 7)]);
});

it('residual adds what the shortcut makes of it, and its parameters', () => {
  const layer = residual(twice, { shortcut: convolution('s', 2, 2, { kernelSize: 1 }) });
  expect(layer.parameters.map(({ name }) => name)).toEqual(['a.kernel', 'b.kernel', 's.kernel']);
  const values = { ...kernels(), 's.kernel': tf.tensor4d([0, 1, 1, 0], [1, 1, 2, 2]) };
  expect([...infer(layer, pixel(), values).dataSync()]).toEqual([2 * 5 + 7, 3 * (5 + 7) + 5]);
});

it('residual activates the sum, not what is added', () => {
  const layer = residual(twice, { activation: relu() });
  const values = { ...kernels(), 'b.kernel': tf.tensor4d([-0.5, 0, 0, -3], [1, 1, 2, 2]) };
  expect([...infer(layer, pixel(), values).dataSync()]).toEqual([5 - 0.5 * 5, 0]);
});

it.each([
  [2, 2, 1, []],
  [2, 3, 1, ['p.conv.kernel', 'p.norm.scale']],
  [2, 2, 2, ['p.conv.kernel', 'p.norm.scale']],
])('projection from %d to %d channels with stride %d owns %j', (inputs, outputs, stride, names) => {
  const layer = projection('p', inputs, outputs, { stride });
  expect(layer.parameters.map(({ name }) => name).slice(0, 2)).toEqual(names);
  expect(infer(layer, tf.ones([1, 4, 4, inputs])).shape).toEqual([1, 4 / stride, 4 / stride, outputs]);
});
