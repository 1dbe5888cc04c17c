import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { focalLoss } from './focal-loss.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';
import { derivative, gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

// Softmax probabilities of class 0: 0.9 and 0.25.
const rows = [
  [Math.log(9), 0],
  [0, Math.log(3)],
];
const labels = () => tf.tensor1d([0, 0], 'int32');
const numberIn = (loss: tf.Scalar) => loss.dataSync()[0] as number;

it('weights each photo by its own (1 − p)^γ before the mean is taken', () => {
  const expected = (0.1 ** 2 * -Math.log(0.9) + 0.75 ** 2 * -Math.log(0.25)) / 2;
  expect(numberIn(focalLoss(tf.tensor2d(rows), labels(), { focus: 2 }))).toBeCloseTo(expected, 5);
});

it('is cross entropy with γ = 0', () => {
  expect(numberIn(focalLoss(tf.tensor2d(rows), labels(), { focus: 0 }))).toBeCloseTo(
    numberIn(softmaxCrossEntropy(tf.tensor2d(rows), labels())),
    6,
  );
});

it('has the gradient of finite differences', () => {
  const ofLogit = (z: number) => {
    const p = Math.exp(z) / (Math.exp(z) + 1);
    return ((1 - p) ** 2 * -Math.log(p)) / 2;
  };
  const gradient = gradientOf(x => focalLoss(x, labels(), { focus: 2 }), rows);
  expect(gradient[0]?.[0]).toBeCloseTo(derivative(ofLogit, Math.log(9)), 5);
});

it.each([0, 0.5, 2])('has a finite gradient where p is 1 or 0, with γ = %d', focus => {
  const gradient = gradientOf(
    x => focalLoss(x, labels(), { focus }),
    [
      [300, -300],
      [-300, 300],
    ],
  );
  expect(gradient.flat().every(Number.isFinite)).toBe(true);
});

it('refuses a negative γ, which would favour what is learnt already', () => {
  expect(() => focalLoss(tf.tensor2d(rows), labels(), { focus: -1 })).toThrow(
    'Expected focus of 0 or more but received -1 (focalLoss).',
  );
});

it('leaves no tensor behind', () => {
  const [logits, wanted] = [tf.tensor2d(rows), labels()];
  expect(newTensors(() => tf.grad(x => focalLoss(x as tf.Tensor2D, wanted, { focus: 2 }))(logits))).toBe(0);
});
