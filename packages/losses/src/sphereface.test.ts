import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SpherefaceOptions, spherefaceLogits } from './sphereface.js';
import { derivative, gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';
import { targetLogit, targetLogits, targetSlope } from './testing/target-of.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const withOptions =
  (options: Partial<SpherefaceOptions> = {}) =>
  (cosine: tf.Tensor2D, labels: tf.Tensor1D) =>
    spherefaceLogits(cosine, labels, { angleFactor: 4, share: 1, scale: 1, ...options });

/** (−1)^k·cos(m·θ) − 2k in plain numbers. */
function psi(angle: number, factor = 4): number {
  const k = Math.floor((factor * angle) / Math.PI);
  return (-1) ** k * Math.cos(factor * angle) - 2 * k;
}

describe('values', () => {
  it('puts s·ψ(θ) on the target and s·cos θ on the others', () => {
    const logits = withOptions({ scale: 30 })(tf.tensor2d([[0.3, Math.cos(1), -0.2]]), tf.tensor1d([1], 'int32'));
    // 4 · 1 rad is past π: k = 1.
    const expected = [30 * 0.3, 30 * (-Math.cos(4) - 2), 30 * -0.2];
    expect(logits.arraySync()[0]).toEqual(expected.map(value => expect.closeTo(value, 3)));
  });

  it('blends ψ with the cosine: λ = 5 is a share of a sixth', () => {
    const angle = 0.7;
    const expected = (5 * Math.cos(angle) + psi(angle)) / 6;
    expect(targetLogit(withOptions({ share: 1 / 6 }), Math.cos(angle))).toBeCloseTo(expected, 5);
    expect(targetLogit(withOptions({ share: tf.scalar(1 / 6) }), Math.cos(angle))).toBeCloseTo(expected, 5);
  });

  it('takes the length of each embedding for the scale, as the paper does', () => {
    const cosine = tf.tensor2d([
      [0.9, 0.1],
      [0.9, 0.1],
    ]);
    const scale = tf.tensor1d([2, 10]);
    const [short, long] = withOptions({ scale })(cosine, tf.tensor1d([0, 0], 'int32')).arraySync() as number[][];
    expect(long).toEqual(short?.map(value => expect.closeTo(5 * value, 4)));
    expect(short?.[1]).toBeCloseTo(2 * 0.1, 5);
  });

  it('with m = 1 is softmax on s·cos θ', () => {
    expect(targetLogit(withOptions({ angleFactor: 1, scale: 30 }), -0.4)).toBeCloseTo(30 * -0.4, 4);
  });

  it.each([1, 2, 3, 4])('with m = %d falls from 1 to 1 − 2m, all the way', angleFactor => {
    const values = targetLogits(withOptions({ angleFactor }));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(values[0]).toBeCloseTo(1, 4);
    expect(values.at(-1)).toBeCloseTo(1 - 2 * angleFactor, 4);
  });
});

describe('gradient', () => {
  it.each([0.95, 0.4, 0, -0.5, -0.9])('is that of finite differences at cos θ = %d', cosine => {
    const formula = (x: number) => 64 * (0.75 * x + 0.25 * psi(Math.acos(x)));
    const slope = targetSlope(withOptions({ scale: 64, share: 0.25 }), cosine);
    expect(slope / derivative(formula, cosine)).toBeCloseTo(1, 4);
  });

  it.each([1, -1, 1.0000001, -1.0000001])('is s·m² at cos θ = %d', cosine => {
    expect(targetSlope(withOptions({ scale: 10 }), cosine) / (10 * 4 * 4)).toBeCloseTo(1, 3);
  });

  it('of the length is the target as the margin left it', () => {
    const lengths = tf.tensor1d([3]);
    const loss = (scale: tf.Tensor) =>
      tf.sum(withOptions({ scale: scale as tf.Tensor1D })(tf.tensor2d([[0.9, 0.1]]), tf.tensor1d([0], 'int32')));
    expect(tf.grad(loss)(lengths).dataSync()[0]).toBeCloseTo(psi(Math.acos(0.9)) + 0.1, 4);
  });

  it('is s on every other class', () => {
    const logits = (x: tf.Tensor2D) => withOptions({ scale: 10 })(x, tf.tensor1d([1], 'int32'));
    expect(gradientOf(logits, [[0.3, 0.4, -0.2]], [[2, 0, -3]])).toEqual([[20, 0, -30]]);
  });
});

it('refuses a factor between two whole numbers', () => {
  expect(() => targetLogit(withOptions({ angleFactor: 1.5 }), 0)).toThrow(
    'Expected angleFactor a whole number of 1 or more but received 1.5 (spherefaceLogits).',
  );
});

it('refuses lengths of another batch', () => {
  expect(() => targetLogit(withOptions({ scale: tf.ones([2]) }), 0)).toThrow(
    'Expected scale of shape [1] but received [2] (spherefaceLogits).',
  );
});

it('leaves no tensor behind', () => {
  const [cosine, labels, scale] = [tf.tensor2d([[0.5, 0.2]]), tf.tensor1d([0], 'int32'), tf.tensor1d([4])];
  const loss = (x: tf.Tensor) => tf.sum(withOptions({ scale })(x as tf.Tensor2D, labels));
  expect(newTensors(() => withOptions({ scale })(cosine, labels))).toBe(0);
  expect(newTensors(() => tf.grad(loss)(cosine))).toBe(0);
});
