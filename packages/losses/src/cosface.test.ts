import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { cosfaceLogits } from './cosface.js';
import { gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const labels = () => tf.tensor1d([1], 'int32');

it('puts s·(cos θ − m) on the target and s·cos θ on the others', () => {
  const logits = cosfaceLogits(tf.tensor2d([[0.5, 0.8, -0.2]]), labels(), { cosineMargin: 0.35, scale: 64 });
  const expected = [64 * 0.5, 64 * (0.8 - 0.35), 64 * -0.2];
  expect(logits.arraySync()[0]).toEqual(expected.map(value => expect.closeTo(value, 4)));
});

it('takes a margin that is a tensor as it takes a number', () => {
  const cosine = tf.tensor2d([[0.5, 0.8]]);
  const [fed, fixed] = [tf.scalar(0.2), 0.2].map(cosineMargin =>
    cosfaceLogits(cosine, labels(), { cosineMargin, scale: 30 }).arraySync(),
  );
  expect(fed).toEqual(fixed);
});

it('has gradient s everywhere, cos θ = ±1 included', () => {
  const logits = (x: tf.Tensor2D) => cosfaceLogits(x, labels(), { cosineMargin: 0.35, scale: 64 });
  expect(gradientOf(logits, [[-1, 1, 0.3]])).toEqual([[64, 64, 64]]);
});

it('refuses a margin that no cosine can make up for', () => {
  expect(() => cosfaceLogits(tf.zeros([1, 3]), labels(), { cosineMargin: 20, scale: 64 })).toThrow(
    'Expected cosineMargin from 0 to 2 but received 20 (cosfaceLogits).',
  );
});

it('leaves no tensor behind', () => {
  const [cosine, wanted] = [tf.tensor2d([[0.5, 0.2]]), labels()];
  const loss = (x: tf.Tensor) => tf.sum(cosfaceLogits(x as tf.Tensor2D, wanted, { cosineMargin: 0.35, scale: 64 }));
  expect(newTensors(() => tf.grad(loss)(cosine))).toBe(0);
});
