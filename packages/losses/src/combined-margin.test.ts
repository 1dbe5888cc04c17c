import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { arcfaceLogits } from './arcface.js';
import { type CombinedMarginOptions, combinedMarginLogits } from './combined-margin.js';
import { cosfaceLogits } from './cosface.js';
import { spherefaceLogits } from './sphereface.js';
import { derivative } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';
import { targetLogit, targetLogits, targetSlope } from './testing/target-of.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const none = { angleFactor: 1, angularMargin: 0, cosineMargin: 0, scale: 1 };
const withOptions =
  (options: Partial<CombinedMarginOptions> = {}) =>
  (cosine: tf.Tensor2D, labels: tf.Tensor1D) =>
    combinedMarginLogits(cosine, labels, { ...none, ...options });
const all = { angleFactor: 0.9, angularMargin: 0.4, cosineMargin: 0.15 };

it('puts s·(cos(m1·θ + m2) − m3) on the target and s·cos θ on the others', () => {
  const logits = withOptions({ ...all, scale: 64 })(tf.tensor2d([[0.5, 0.8, -0.2]]), tf.tensor1d([1], 'int32'));
  const expected = [64 * 0.5, 64 * (Math.cos(0.9 * Math.acos(0.8) + 0.4) - 0.15), 64 * -0.2];
  expect(logits.arraySync()[0]).toEqual(expected.map(value => expect.closeTo(value, 3)));
});

it.each([0.9, 0.3, -0.5])('is SphereFace, ArcFace or CosFace where one margin is alone, at cos θ = %d', cosine => {
  const pairs = [
    [
      withOptions({ angleFactor: 3 }),
      (x: tf.Tensor2D, labels: tf.Tensor1D) => spherefaceLogits(x, labels, { angleFactor: 3, share: 1, scale: 1 }),
    ],
    [
      withOptions({ angularMargin: 0.5 }),
      (x: tf.Tensor2D, labels: tf.Tensor1D) => arcfaceLogits(x, labels, { angularMargin: 0.5, scale: 1 }),
    ],
    [
      withOptions({ cosineMargin: 0.35 }),
      (x: tf.Tensor2D, labels: tf.Tensor1D) => cosfaceLogits(x, labels, { cosineMargin: 0.35, scale: 1 }),
    ],
  ] as const;
  for (const [combined, alone] of pairs) {
    expect(targetLogit(combined, cosine)).toBeCloseTo(targetLogit(alone, cosine), 5);
    expect(targetSlope(combined, cosine)).toBeCloseTo(targetSlope(alone, cosine), 4);
  }
});

it('goes on falling where m1·θ + m2 > π', () => {
  const values = targetLogits(withOptions({ angleFactor: 1.5, angularMargin: 0.5, cosineMargin: 0.1 }));
  expect(values).toEqual([...values].sort((a, b) => b - a));
  const angle = 1.5 * Math.PI + 0.5;
  expect(values.at(-1)).toBeCloseTo(-Math.cos(angle) - 2 - 0.1, 2);
});

it('has as much of all three margins as its strength says', () => {
  const expected = Math.cos((1 - 0.5 * 0.1) * Math.acos(0.6) + 0.2) - 0.075;
  expect(targetLogit(withOptions({ ...all, strength: 0.5 }), 0.6)).toBeCloseTo(expected, 5);
  expect(targetLogit(withOptions({ ...all, strength: tf.scalar(0.5) }), 0.6)).toBeCloseTo(expected, 5);
  expect(targetLogit(withOptions({ ...all, strength: 0 }), 0.6)).toBeCloseTo(0.6, 5);
});

describe('gradient', () => {
  it.each([0.9, 0.3, 0, -0.5, -0.95])('is that of finite differences at cos θ = %d', cosine => {
    const formula = (x: number) => 64 * (Math.cos(0.9 * Math.acos(x) + 0.4) - 0.15);
    expect(targetSlope(withOptions({ ...all, scale: 64 }), cosine)).toBeCloseTo(derivative(formula, cosine), 2);
  });

  it.each([1, -1, 1.0000001, -1.0000001])('is finite at cos θ = %d', cosine => {
    const slope = targetSlope(withOptions({ ...all, scale: 64 }), cosine);
    expect(slope).toBeGreaterThan(0);
    expect(slope).toBeLessThan(64 * 708);
  });
});

it('refuses margins outside their ranges', () => {
  expect(() => targetLogit(withOptions({ angularMargin: 30 }), 0)).toThrow(
    'Expected angularMargin (radians) from 0 to 1.5707963267948966 but received 30 (combinedMarginLogits).',
  );
  expect(() => targetLogit(withOptions({ strength: 2 }), 0)).toThrow('Expected strength from 0 to 1');
});

it('leaves no tensor behind', () => {
  const [cosine, labels] = [tf.tensor2d([[0.5, 0.2]]), tf.tensor1d([0], 'int32')];
  expect(newTensors(() => tf.grad(x => tf.sum(withOptions(all)(x as tf.Tensor2D, labels)))(cosine))).toBe(0);
});
