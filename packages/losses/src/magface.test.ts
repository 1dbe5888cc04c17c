import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MagfaceOptions, magfaceLogits, magfacePenalty } from './magface.js';
import { derivative, gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';
import { targetLogit, targetLogits, targetSlope } from './testing/target-of.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const range = { shortestLength: 10, longestLength: 110 };
const margins = { leastMargin: 0.45, largestMargin: 0.8 };
const s = 20;
const ofLength =
  (length: number, options: Partial<MagfaceOptions> = {}) =>
  (x: tf.Tensor2D, labels: tf.Tensor1D) =>
    magfaceLogits(x, labels, { ...range, ...margins, scale: s, lengths: tf.tensor1d([length]), ...options });
/** m(a) in plain numbers. */
const marginOf = (length: number) => 0.45 + (0.35 / 100) * (length - 10);

describe('values', () => {
  it('are s·cos(θ + m(a)) for the target and s·cos θ for the others', () => {
    const logits = ofLength(50)(tf.tensor2d([[0.3, 0.6]]), tf.tensor1d([1], 'int32'));
    const expected = [s * 0.3, s * Math.cos(Math.acos(0.6) + 0.45 + (0.35 * 40) / 100)];
    expect(logits.arraySync()[0]).toEqual(expected.map(each => expect.closeTo(each, 4)));
  });

  it('hold the length within its bounds', () => {
    expect(targetLogit(ofLength(2), 0.5)).toBeCloseTo(s * Math.cos(Math.acos(0.5) + 0.45), 4);
    expect(targetLogit(ofLength(500), 0.5)).toBeCloseTo(s * Math.cos(Math.acos(0.5) + 0.8), 4);
  });

  it('have as much of the margin as the strength says', () => {
    const expected = s * Math.cos(Math.acos(0.5) + 0.5 * marginOf(50));
    expect(targetLogit(ofLength(50, { strength: 0.5 }), 0.5)).toBeCloseTo(expected, 4);
    expect(targetLogit(ofLength(50, { strength: tf.scalar(0.5) }), 0.5)).toBeCloseTo(expected, 4);
  });

  it.each([10, 60, 110])('fall as the angle grows, all the way, at length %d', length => {
    const values = targetLogits(ofLength(length));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('falls as the embedding grows longer', () => {
    const values = [10, 30, 60, 110].map(length => targetLogit(ofLength(length), 0.4));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });
});

/** d target logit / d length */
function slopeOfLength(cosine: number, length: number): number {
  return tf.tidy(() => {
    const logits = (lengths: tf.Tensor) =>
      tf.sum(ofLength(0, { lengths: lengths as tf.Tensor1D })(tf.tensor2d([[cosine, 0]]), tf.tensor1d([0], 'int32')));
    return tf
      .grad(logits)(tf.tensor1d([length]))
      .dataSync()[0] as number;
  });
}

describe('gradient', () => {
  it.each([0.9, 0.3, -0.5])('of the cosine is that of finite differences at cos θ = %d', cosine => {
    const formula = (x: number) => s * Math.cos(Math.acos(x) + marginOf(50));
    expect(targetSlope(ofLength(50), cosine)).toBeCloseTo(derivative(formula, cosine), 3);
  });

  it.each([0.9, 0.3, -0.5])('of the length is that of finite differences at cos θ = %d', cosine => {
    const formula = (a: number) => s * Math.cos(Math.acos(cosine) + marginOf(a));
    expect(slopeOfLength(cosine, 50)).toBeCloseTo(derivative(formula, 50), 5);
  });

  it('of the length goes through the fallback too', () => {
    const formula = (a: number) => s * (-0.98 - marginOf(a) * Math.sin(marginOf(a)));
    expect(slopeOfLength(-0.98, 50)).toBeCloseTo(derivative(formula, 50), 5);
  });

  it('of the length is 0 beyond the bounds', () => {
    expect([slopeOfLength(0.5, 5), slopeOfLength(0.5, 200)]).toEqual([0, 0]);
  });

  it('is s on every other class', () => {
    const logits = (x: tf.Tensor2D) => ofLength(50)(x, tf.tensor1d([1], 'int32'));
    expect(gradientOf(logits, [[0.3, 0.4, -0.2]], [[2, 0, -3]])).toEqual([[2 * s, 0, -3 * s]]);
  });

  it.each([1, -1, 1.0000001, -1.0000001])('is finite at cos θ = %d', cosine => {
    expect(targetSlope(ofLength(50), cosine)).toBeGreaterThan(0);
    expect(targetSlope(ofLength(50), cosine)).toBeLessThan(s * 708);
    expect(Number.isFinite(slopeOfLength(cosine, 50))).toBe(true);
  });
});

describe('magfacePenalty', () => {
  const penalty = (...lengths: number[]) => magfacePenalty(tf.tensor1d(lengths), range).dataSync()[0] as number;

  it('is the mean of 1/a + a/u_a² with a held within its bounds', () => {
    expect(penalty(20, 500)).toBeCloseTo((1 / 20 + 20 / 110 ** 2 + 1 / 110 + 110 / 110 ** 2) / 2, 7);
  });

  it('falls from the shortest to the longest length', () => {
    const values = [10, 20, 50, 90, 110].map(length => penalty(length));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('has the gradient of finite differences', () => {
    const gradient = tf
      .grad(x => magfacePenalty(x as tf.Tensor1D, range))(tf.tensor1d([20, 40]))
      .dataSync();
    const each = (a: number) => (1 / a + a / 110 ** 2) / 2;
    expect(Array.from(gradient)).toEqual([20, 40].map(a => expect.closeTo(derivative(each, a), 8)));
  });
});

it('refuses bounds in the wrong order, and lengths of another batch', () => {
  expect(() => magfacePenalty(tf.ones([1]), { shortestLength: 110, longestLength: 10 })).toThrow(
    'Expected lengths 0 < shortestLength < longestLength but received 110 and 10 (magfacePenalty).',
  );
  expect(() => targetLogit(ofLength(50, { largestMargin: 0.1 }), 0)).toThrow('Expected leastMargin (radians)');
  expect(() => targetLogit(ofLength(0, { lengths: tf.ones([2]) }), 0)).toThrow(
    'Expected lengths of shape [1] but received [2] (magfaceLogits). Pass the length of each embedding.',
  );
});

it('leaves no tensor behind', () => {
  const [cosine, labels, lengths] = [tf.tensor2d([[0.5, 0.2]]), tf.tensor1d([0], 'int32'), tf.tensor1d([40])];
  const loss = (x: tf.Tensor, a: tf.Tensor) =>
    tf.add(
      tf.sum(ofLength(0, { lengths: a as tf.Tensor1D })(x as tf.Tensor2D, labels)),
      magfacePenalty(a as tf.Tensor1D, range),
    ) as tf.Scalar;
  const options = { ...range, ...margins, scale: s, lengths };
  expect(newTensors(() => magfaceLogits(cosine, labels, options))).toBe(0);
  expect(newTensors(() => tf.grads(loss)([cosine, lengths]))).toBe(0);
});
