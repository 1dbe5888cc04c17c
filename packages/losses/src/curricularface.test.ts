import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { arcfaceLogits } from './arcface.js';
import { curricularfaceLogits, nextTargetCosine } from './curricularface.js';
import { derivative, gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';
import { targetLogit, targetLogits, targetSlope } from './testing/target-of.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const [m, t, s] = [0.5, 0.3, 20];
const margin = (cosine: tf.Tensor2D, labels: tf.Tensor1D) =>
  curricularfaceLogits(cosine, labels, { angularMargin: m, targetCosine: t, scale: s });
const arcface = (cosine: tf.Tensor2D, labels: tf.Tensor1D) =>
  arcfaceLogits(cosine, labels, { angularMargin: m, scale: s });
const labels = () => tf.tensor1d([1], 'int32');
// cos(acos 0.8 + 0.5) = 0.414…: the first class is hard, the third is not.
const row = [0.5, 0.8, 0.4];

describe('values', () => {
  it('are s·cos(θ + m) for the target, s·c·(t + c) for a hard class, s·c for an easy one', () => {
    const expected = [s * 0.5 * (t + 0.5), s * Math.cos(Math.acos(0.8) + m), s * 0.4];
    expect(margin(tf.tensor2d([row]), labels()).arraySync()[0]).toEqual(expected.map(each => expect.closeTo(each, 4)));
  });

  it('take t as a tensor as they take it as a number', () => {
    const fed = { angularMargin: tf.scalar(m), targetCosine: tf.scalar(t), scale: s };
    expect(curricularfaceLogits(tf.tensor2d([row]), labels(), fed).arraySync()).toEqual(
      margin(tf.tensor2d([row]), labels()).arraySync(),
    );
  });

  it('of the target are those of ArcFace at any angle, its fallback included', () => {
    expect(targetLogits(margin, 50)).toEqual(targetLogits(arcface, 50));
  });

  it('take every other class for hard where θ + m > π', () => {
    const [target, other] = margin(tf.tensor2d([[-0.97, -0.98]]), tf.tensor1d([0], 'int32')).arraySync()[0] as number[];
    expect(target).toBeCloseTo(s * (-0.97 - m * Math.sin(m)), 4);
    expect(other).toBeCloseTo(s * -0.98 * (t - 0.98), 4);
  });
});

describe('gradient', () => {
  it('is s·(t + 2c) for a hard class, s for an easy one, and that of ArcFace for the target', () => {
    const hard = derivative(c => s * c * (t + c), 0.5);
    const target = derivative(c => s * Math.cos(Math.acos(c) + m), 0.8);
    const [gradient] = gradientOf(x => margin(x, labels()), [row], [[2, 3, 5]]);
    expect(gradient).toEqual([2 * hard, 3 * target, 5 * s].map(each => expect.closeTo(each, 3)));
  });

  it('leaves t alone', () => {
    const ofT = (x: tf.Tensor2D) => {
      const targetCosine = nextTargetCosine(x, labels(), tf.scalar(0.299));
      return curricularfaceLogits(x, labels(), { angularMargin: m, targetCosine, scale: s });
    };
    // t is 0.304 then.
    const expected = derivative(c => s * c * (0.99 * 0.299 + 0.01 * 0.8 + c), 0.5);
    expect(gradientOf(ofT, [row], [[1, 0, 0]])).toEqual([[expect.closeTo(expected, 3), 0, 0]]);
  });

  it.each([1, -1, 1.0000001, -1.0000001])('is finite at cos θ = %d', cosine => {
    expect(targetSlope(margin, cosine)).toBeCloseTo(targetSlope(arcface, cosine), 3);
    expect(Number.isFinite(targetLogit(margin, cosine))).toBe(true);
  });
});

it('nextTargetCosine goes a hundredth of the way to the mean target cosine of the batch', () => {
  const cosine = tf.tensor2d([
    [0.1, 0.8],
    [0.4, -0.9],
  ]);
  const next = nextTargetCosine(cosine, tf.tensor1d([1, 0], 'int32'), tf.scalar(0.2));
  expect(next.dataSync()[0]).toBeCloseTo(0.99 * 0.2 + (0.01 * (0.8 + 0.4)) / 2, 6);
});

it('names itself when it is handed something else than cosines', () => {
  expect(() => margin(tf.zeros([3]) as unknown as tf.Tensor2D, labels())).toThrow(
    'Expected cosine of shape [batch, classes] but received [3] (curricularfaceLogits).',
  );
  expect(() => nextTargetCosine(tf.zeros([2, 3]), labels(), tf.scalar(0))).toThrow(
    'Expected labels of shape [2] but received [1] (nextTargetCosine).',
  );
});

it('leaves no tensor behind', () => {
  const [cosine, wanted, before] = [tf.tensor2d([row]), labels(), tf.scalar(0)];
  expect(newTensors(() => margin(cosine, wanted))).toBe(0);
  expect(newTensors(() => nextTargetCosine(cosine, wanted, before))).toBe(0);
  expect(newTensors(() => tf.grad(x => tf.sum(margin(x as tf.Tensor2D, wanted)))(cosine))).toBe(0);
});
