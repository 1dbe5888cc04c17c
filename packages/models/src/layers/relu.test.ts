import { relu as rectify, startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { newTensors } from '../testing/new-tensors.js';
import { relu } from './relu.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const x = () => tf.tensor4d([-2, 0, 3, -0.5], [1, 2, 2, 1]);

it('keeps what is positive and makes 0 of the rest', () => {
  expect(relu().parameters).toEqual([]);
  expect([...infer(relu(), x()).dataSync()]).toEqual([0, 0, 3, 0]);
});

it('hands the gradient on where x is positive, and 0 elsewhere', () => {
  const gradient = tf.grad(value => tf.mul(rectify(value as tf.Tensor4D), 7))(x());
  expect([...gradient.dataSync()]).toEqual([0, 0, 7, 0]);
});

it('leaves no tensor behind but its value and its gradient', () => {
  const input = x();
  expect(newTensors(() => rectify(input))).toBe(0);
  expect(newTensors(() => ({ ...tf.valueAndGrad(value => tf.sum(rectify(value as tf.Tensor4D)))(input) }))).toBe(0);
});
