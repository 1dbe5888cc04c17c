import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AdafaceOptions, adafaceLogits, nextLengths } from './adaface.js';
import { derivative } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';
import { targetLogit, targetLogits, targetSlope } from './testing/target-of.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const [m, s] = [0.4, 10];
/** For an embedding that is so many deviations longer than the mean; h = 0.5, so that two of them are the extreme. */
const ofLength =
  (deviations: number, options: Partial<AdafaceOptions> = {}) =>
  (x: tf.Tensor2D, labels: tf.Tensor1D) =>
    adafaceLogits(x, labels, {
      margin: m,
      concentration: 0.5,
      scale: s,
      lengths: tf.tensor1d([20 + 4 * deviations]),
      running: { mean: tf.scalar(20), deviation: tf.scalar(4 - 1e-3) },
      ...options,
    });

describe('values', () => {
  it('are s·(cos(θ − m·ẑ) − m·(1 + ẑ)) for the target and s·cos θ for the others', () => {
    const logits = ofLength(1)(tf.tensor2d([[0.3, 0.6]]), tf.tensor1d([1], 'int32'));
    const expected = [s * 0.3, s * (Math.cos(Math.acos(0.6) - m * 0.5) - m * 1.5)];
    expect(logits.arraySync()[0]).toEqual(expected.map(each => expect.closeTo(each, 4)));
  });

  it('are ArcFace for the worst photos, CosFace for the middle, and cos(θ − m) − 2m for the best', () => {
    const angle = 1.1;
    const target = (deviations: number) => targetLogit(ofLength(deviations), Math.cos(angle));
    expect(target(-2)).toBeCloseTo(s * Math.cos(angle + m), 4);
    expect(target(0)).toBeCloseTo(s * (Math.cos(angle) - m), 4);
    expect(target(2)).toBeCloseTo(s * (Math.cos(angle - m) - 2 * m), 4);
  });

  it('stop changing beyond the extremes', () => {
    expect(targetLogit(ofLength(-3), 0.2)).toBe(targetLogit(ofLength(-2), 0.2));
    expect(targetLogit(ofLength(9), 0.2)).toBeCloseTo(targetLogit(ofLength(2), 0.2), 5);
  });

  it('take a margin that is a tensor as they take a number', () => {
    expect(targetLogit(ofLength(1, { margin: tf.scalar(0.2) }), 0.3)).toBe(
      targetLogit(ofLength(1, { margin: 0.2 }), 0.3),
    );
  });

  it.each([-2, -1, 0, 1, 2])('never rise with the angle, %d deviations from the mean', deviations => {
    const values = targetLogits(ofLength(deviations));
    const rises = values.slice(1).map((value, i) => value - (values[i] as number));
    expect(Math.max(...rises)).toBeLessThan(1e-5);
  });
});

describe('gradient', () => {
  it.each([0.8, 0.3, -0.5])('is that of finite differences at cos θ = %d', cosine => {
    const formula = (x: number) => s * (Math.cos(Math.acos(x) - m * 0.5) - m * 1.5);
    expect(targetSlope(ofLength(1), cosine)).toBeCloseTo(derivative(formula, cosine), 3);
  });

  it('is 0 where θ − m·ẑ is beyond 0 or π', () => {
    expect(targetSlope(ofLength(-2), -0.99)).toBe(0);
    expect(targetSlope(ofLength(2), 0.99)).toBe(0);
  });

  it.each([1, -1, 1.0000001, -1.0000001])('is finite at cos θ = %d', cosine => {
    for (const deviations of [-2, 0, 2]) {
      const slope = targetSlope(ofLength(deviations), cosine);
      expect(slope).toBeGreaterThanOrEqual(0);
      expect(slope).toBeLessThan(s * 708);
    }
  });

  it('does not reach the lengths', () => {
    const loss = (x: tf.Tensor, lengths: tf.Tensor) =>
      tf.add(
        tf.sum(ofLength(1, { lengths: lengths as tf.Tensor1D })(x as tf.Tensor2D, tf.tensor1d([0], 'int32'))),
        tf.sum(lengths),
      ) as tf.Scalar;
    const [, ofLengths] = tf.grads(loss)([tf.tensor2d([[0.3, 0.1]]), tf.tensor1d([22])]);
    expect(ofLengths?.dataSync()[0]).toBe(1);
  });
});

describe('nextLengths', () => {
  const moments = (lengths: number[]) =>
    tf.tidy(() => {
      const next = nextLengths(tf.tensor1d(lengths), { mean: tf.scalar(20), deviation: tf.scalar(100) });
      return [next.mean, next.deviation].map(value => value.dataSync()[0]);
    });

  it('goes a hundredth of the way to the mean and the deviation of the batch', () => {
    const expected = [0.99 * 20 + 0.01 * 12, 0.99 * 100 + 0.01 * Math.sqrt((2 ** 2 + 0 + 2 ** 2) / 2)];
    expect(moments([10, 12, 14])).toEqual(expected.map(each => expect.closeTo(each, 4)));
  });

  it('holds lengths within 0.001 and 100', () => {
    expect(moments([0, 1e6])).toEqual(moments([0.001, 100]));
  });

  it('of a single photo has deviation 0', () => {
    expect(moments([12])[1]).toBeCloseTo(99, 4);
  });
});

it('refuses lengths of another batch', () => {
  expect(() => targetLogit(ofLength(0, { lengths: tf.ones([2]) }), 0)).toThrow(
    'Expected lengths of shape [1] but received [2] (adafaceLogits). Pass the length of each embedding.',
  );
});

it('leaves no tensor behind', () => {
  const [cosine, labels, lengths] = [tf.tensor2d([[0.5, 0.2]]), tf.tensor1d([0], 'int32'), tf.tensor1d([4])];
  const running = { mean: tf.scalar(20), deviation: tf.scalar(4) };
  const loss = (x: tf.Tensor) => tf.sum(ofLength(0, { lengths, running })(x as tf.Tensor2D, labels));
  expect(newTensors(() => tf.grad(loss)(cosine))).toBe(0);
  expect(newTensors(() => ({ ...nextLengths(lengths, running) }))).toBe(0);
});
