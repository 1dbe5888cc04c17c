import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { projection } from './projection.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it.each([
  [2, 2, 1, []],
  [2, 3, 1, ['p.conv.kernel', 'p.norm.scale']],
  [2, 2, 2, ['p.conv.kernel', 'p.norm.scale']],
])('goes from %d to %d channels with stride %d owns %j', (inputs, outputs, stride, names) => {
  const layer = projection('p', inputs, outputs, { stride });
  expect(layer.parameters.map(({ name }) => name).slice(0, 2)).toEqual(names);
  expect(infer(layer, tf.ones([1, 4, 4, inputs])).shape).toEqual([1, 4 / stride, 4 / stride, outputs]);
});
