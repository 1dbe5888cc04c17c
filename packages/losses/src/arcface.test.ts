import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ArcfaceOptions, arcfaceLogits } from './arcface.js';
import { COSINE_LIMIT } from './cosine-limit.js';
import { derivative, gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const m = 0.5;
const target0 = () => tf.tensor1d([0], 'int32');

/** Logits of one row whose target is class 0. */
function logitsOf(row: number[], options: Partial<ArcfaceOptions> = {}): number[] {
  return tf.tidy(() => {
    const logits = arcfaceLogits(tf.tensor2d([row]), target0(), { angularMargin: m, scale: 1, ...options });
    return Array.from(logits.dataSync());
  });
}

/** d target logit / d target cosine. */
function slopeAt(cosine: number, options: Partial<ArcfaceOptions> = {}): number {
  const logits = (x: tf.Tensor2D) => arcfaceLogits(x, target0(), { angularMargin: m, scale: 1, ...options });
  return gradientOf(logits, [[cosine, 0.1]])[0]?.[0] as number;
}

describe('values', () => {
  it('puts s·cos(θ + m) on the target and s·cos θ on the others', () => {
    const cosine = tf.tensor2d([
      [0.8, 0.1, -0.3],
      [0.2, -0.6, 0.4],
    ]);
    const logits = arcfaceLogits(cosine, tf.tensor1d([0, 2], 'int32'), { angularMargin: 0.5, scale: 64 });
    const expected = [
      [64 * Math.cos(Math.acos(0.8) + 0.5), 64 * 0.1, 64 * -0.3],
      [64 * 0.2, 64 * -0.6, 64 * Math.cos(Math.acos(0.4) + 0.5)],
    ];
    expect(logits.arraySync().flat()).toEqual(expected.flat().map(value => expect.closeTo(value, 4)));
  });

  it('equals s·cos(θ + m) of any angle up to π − m', () => {
    const cases = fc.record({
      angle: fc.double({ min: 0.01, max: 1, noNaN: true }),
      margin: fc.double({ min: 0, max: 1.5, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ angle, margin }) => {
        const theta = angle * (Math.PI - margin - 0.01);
        const [value] = logitsOf([Math.cos(theta), 0], { angularMargin: margin });
        expect(value).toBeCloseTo(Math.cos(theta + margin), 4);
      }),
    );
  });

  it('falls back to s·(cos θ − m·sin m) where θ + m > π', () => {
    expect(logitsOf([-0.95, 0], { scale: 2 })[0]).toBeCloseTo(2 * (-0.95 - 0.5 * Math.sin(0.5)), 5);
  });

  it('with easyMargin leaves the target as it is from θ = π/2 on', () => {
    expect(logitsOf([-0.2, 0], { easyMargin: true })[0]).toBeCloseTo(-0.2, 6);
    expect(logitsOf([0.2, 0], { easyMargin: true })[0]).toBeCloseTo(Math.cos(Math.acos(0.2) + 0.5), 5);
  });

  it('with m = 0 is softmax on s·cos θ', () => {
    expect(logitsOf([0.7, -0.2], { angularMargin: 0, scale: 30 })).toEqual([
      expect.closeTo(21, 4),
      expect.closeTo(-6, 4),
    ]);
  });

  it('takes a margin that is a tensor as it takes a number', () => {
    expect(logitsOf([0.6, 0.2], { angularMargin: tf.scalar(0.3) })).toEqual(
      logitsOf([0.6, 0.2], { angularMargin: 0.3 }),
    );
  });

  it('falls as the angle grows, all the way to π', () => {
    const margins = [0.1, 0.5, 1.2];
    for (const angularMargin of margins) {
      const values = Array.from(
        { length: 100 },
        (_, i) => logitsOf([Math.cos((i / 99) * Math.PI), 0], { angularMargin })[0],
      );
      expect(values).toEqual([...values].sort((a, b) => (b as number) - (a as number)));
    }
  });
});

describe('gradient', () => {
  it.each([0.9, 0.3, 0, -0.5, -0.85])("is the paper's s·sin(θ + m) / sin θ at cos θ = %d", cosine => {
    const formula = (x: number) => 64 * Math.cos(Math.acos(x) + m);
    const theta = Math.acos(cosine);
    expect(slopeAt(cosine, { scale: 64 })).toBeCloseTo((64 * Math.sin(theta + m)) / Math.sin(theta), 3);
    expect(slopeAt(cosine, { scale: 64 })).toBeCloseTo(derivative(formula, cosine), 3);
  });

  it('is s on every other class, and takes the gradient of the logits in', () => {
    const logits = (x: tf.Tensor2D) => arcfaceLogits(x, tf.tensor1d([1], 'int32'), { angularMargin: m, scale: 10 });
    const [row] = gradientOf(logits, [[0.3, 0.4, -0.2]], [[2, 0, -3]]);
    expect(row).toEqual([20, 0, -30]);
  });

  it('is s where θ + m > π, and with easyMargin where θ > π/2', () => {
    expect(slopeAt(-0.95, { scale: 64 })).toBe(64);
    expect(slopeAt(-0.1, { scale: 64, easyMargin: true })).toBe(64);
  });

  it.each([1, -1, 1.0000001, -1.0000001])('is finite at cos θ = %d', cosine => {
    const steepest = 64 * (1 + 708 * Math.sin(m));
    for (const easyMargin of [false, true]) {
      const slope = slopeAt(cosine, { scale: 64, easyMargin });
      expect(slope).toBeGreaterThan(0);
      expect(slope).toBeLessThan(steepest);
      expect(logitsOf([cosine, 0], { easyMargin })).toEqual([expect.closeTo(cosine, 0), 0]);
    }
  });

  it('is held beyond COSINE_LIMIT, so that values and slopes stay one curve', () => {
    expect(slopeAt(1)).toBeCloseTo(slopeAt(COSINE_LIMIT), 4);
    expect(logitsOf([1, 0])[0]).toBeCloseTo(Math.cos(m), 3);
  });
});

describe('inputs', () => {
  const options = { angularMargin: m, scale: 64 };

  it('names the cosine head when it is handed something else', () => {
    const embeddings = tf.zeros([64]) as unknown as tf.Tensor2D;
    expect(() => arcfaceLogits(embeddings, target0(), options)).toThrow(
      "Expected cosine of shape [batch, classes] but received [64] (arcfaceLogits). Pass the cosine head's output, not embeddings.",
    );
  });

  it('refuses labels of another length than the batch', () => {
    expect(() => arcfaceLogits(tf.zeros([2, 3]), target0(), options)).toThrow(
      'Expected labels of shape [2] but received [1] (arcfaceLogits). Pass one class number for each row, not one-hot rows.',
    );
  });

  it('refuses labels that are not whole numbers', () => {
    expect(() => arcfaceLogits(tf.zeros([1, 3]), tf.tensor1d([0]), options)).toThrow(
      'Expected labels of type int32 but received float32 (arcfaceLogits).',
    );
  });

  it('refuses a margin in degrees', () => {
    expect(() => arcfaceLogits(tf.zeros([1, 3]), target0(), { angularMargin: 28.6, scale: 64 })).toThrow(
      'Expected angularMargin (radians) from 0 to 1.5707963267948966 but received 28.6 (arcfaceLogits).',
    );
  });

  it('leaves no tensor behind, with or without gradient', () => {
    const cosine = tf.tensor2d([[0.5, 0.2]]);
    const labels = target0();
    const loss = (x: tf.Tensor) => tf.sum(arcfaceLogits(x as tf.Tensor2D, labels, options));
    expect(newTensors(() => arcfaceLogits(cosine, labels, options))).toBe(0);
    expect(newTensors(() => tf.grad(loss)(cosine))).toBe(0);
  });
});
