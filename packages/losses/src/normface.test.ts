import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { normfaceLogits } from './normface.js';
import { gradientOf } from './testing/derivative.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const labels = () => tf.tensor1d([1], 'int32');

it('multiplies all cosines, the target included, by the scale', () => {
  const logits = normfaceLogits(tf.tensor2d([[0.5, 0.8, -0.2]]), labels(), { scale: 30 });
  expect(logits.arraySync()).toEqual([[30 * 0.5, 30 * 0.8, 30 * -0.2].map(value => expect.closeTo(value, 4))]);
});

it('has gradient s everywhere', () => {
  const logits = (x: tf.Tensor2D) => normfaceLogits(x, labels(), { scale: 30 });
  expect(gradientOf(logits, [[-1, 1, 0.3]])).toEqual([[30, 30, 30]]);
});

it('names the cosine head when it is handed something else', () => {
  expect(() => normfaceLogits(tf.zeros([3]) as unknown as tf.Tensor2D, labels(), { scale: 30 })).toThrow(
    "Expected cosine of shape [batch, classes] but received [3] (normfaceLogits). Pass the cosine head's output, not embeddings.",
  );
});
