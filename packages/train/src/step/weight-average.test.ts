import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { beginAverage, judgedWeights, movedAverage } from './weight-average.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const number = fc.float({ min: -100, max: 100, noNaN: true });

it('lies between what it was and the new weights, at the rate', () => {
  fc.assert(
    fc.property(number, number, fc.float({ min: 0, max: 1, noNaN: true }), (before, weight, rate) => {
      const moved = tf.tidy(() => {
        const average = movedAverage({ w: tf.scalar(before) }, { w: tf.scalar(weight) }, tf.scalar(rate));
        return (average['w'] as tf.Tensor).dataSync()[0] as number;
      });
      expect(moved).toBeCloseTo((1 - rate) * before + rate * weight, 3);
    }),
  );
});

it('moves what changed and has a mean, and nothing else', () => {
  tf.tidy(() => {
    const average = { a: tf.scalar(1), b: tf.scalar(2) };
    expect(Object.keys(movedAverage(average, { b: tf.scalar(3), c: tf.scalar(4) }, tf.scalar(0.5)))).toEqual(['b']);
    expect(movedAverage({}, { b: tf.scalar(3) }, tf.scalar(0.5))).toEqual({});
  });
});

it('is what is judged, from the first step on', () => {
  const state = { parameters: { w: tf.scalar(1) }, optimizer: {}, average: {} };
  expect(judgedWeights(state)['w']).toBe(state.parameters.w);
  const { average } = beginAverage(state);
  expect(judgedWeights({ ...state, average })['w']).toBe(average['w']);
  tf.dispose([state.parameters, average]);
});
