import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { prelu } from './prelu.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('prelu starts with a slope of 0.25', () => {
  expect([...infer(prelu('p', 2), tf.tensor4d([-4, 8], [1, 1, 1, 2])).dataSync()]).toEqual([-4 * 0.25, 8]);
});
