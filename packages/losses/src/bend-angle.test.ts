import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { fallingCosine } from './bend-angle.js';
import { derivative } from './testing/derivative.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function at(angles: number[]): { value: number[]; slope: number[] } {
  return tf.tidy(() => {
    const { value, slope } = fallingCosine(tf.tensor1d(angles));
    return { value: Array.from(value.dataSync()), slope: Array.from(slope.dataSync()) };
  });
}

it('is the cosine up to π, and its mirror image below that after it', () => {
  const { value } = at([0, 1, Math.PI / 2, Math.PI + 0.5, 1.5 * Math.PI, 2 * Math.PI + 0.3]);
  const expected = [1, Math.cos(1), 0, Math.cos(0.5) * 1 - 2, -2, Math.cos(0.3) - 4];
  expect(value).toEqual(expected.map(each => expect.closeTo(each, 5)));
});

it('falls without a step through several half turns', () => {
  const { value } = at(Array.from({ length: 400 }, (_, i) => (i / 399) * 4 * Math.PI));
  const drops = value.slice(1).map((each, i) => (value[i] as number) - each);
  expect(Math.min(...drops)).toBeGreaterThan(-1e-5);
  expect(Math.max(...drops)).toBeLessThan((4 * Math.PI) / 399 + 1e-5);
});

it.each([0.4, 2, 4, 6, 9])('has the slope of finite differences at %d', angle => {
  const formula = (x: number) => {
    const k = Math.floor(x / Math.PI);
    return (-1) ** k * Math.cos(x) - 2 * k;
  };
  expect(at([angle]).slope[0]).toBeCloseTo(derivative(formula, angle), 5);
});
