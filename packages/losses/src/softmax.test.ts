import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { softmaxLogits } from './softmax.js';
import { gradientOf } from './testing/derivative.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const labels = () => tf.tensor1d([1], 'int32');

it('leaves logits of any size as they are, and their gradient', () => {
  expect(softmaxLogits(tf.tensor2d([[7, -300, 0.5]]), labels()).arraySync()).toEqual([[7, -300, 0.5]]);
  expect(gradientOf(x => softmaxLogits(x, labels()), [[7, -300, 0.5]], [[1, 2, 3]])).toEqual([[1, 2, 3]]);
});

it('gives a tensor of its own', () => {
  const logits = tf.tensor2d([[1, 2]]);
  softmaxLogits(logits, labels()).dispose();
  expect(logits.isDisposed).toBe(false);
});

it('names the linear head when it is handed something else', () => {
  expect(() => softmaxLogits(tf.zeros([3]) as unknown as tf.Tensor2D, labels())).toThrow(
    "Expected logits of shape [batch, classes] but received [3] (softmaxLogits). Pass the linear head's output.",
  );
});
