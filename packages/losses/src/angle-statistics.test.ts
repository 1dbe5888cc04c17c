import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { angleStatistics } from './angle-statistics.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const degrees = (cosine: number) => (Math.acos(cosine) * 180) / Math.PI;

function measure(cosine: number[][], labels: number[]) {
  const statistics = angleStatistics(tf.tensor2d(cosine), tf.tensor1d(labels, 'int32'));
  return {
    top1: statistics.top1.dataSync()[0],
    target: statistics.meanTargetAngleDeg.dataSync()[0],
    other: statistics.meanNearestOtherAngleDeg.dataSync()[0],
  };
}

it('averages the angle to the own centre and to the nearest other one', () => {
  const cosine = [
    [0.9, 0.2, -0.5],
    [0.1, 0.3, 0.4],
  ];
  expect(measure(cosine, [0, 1])).toEqual({
    top1: 0.5,
    target: expect.closeTo((degrees(0.9) + degrees(0.3)) / 2, 3),
    other: expect.closeTo((degrees(0.2) + degrees(0.4)) / 2, 3),
  });
});

it('leaves the own centre out even when all others are opposite', () => {
  expect(measure([[1, -1, -1]], [0])).toEqual({ top1: 1, target: 0, other: expect.closeTo(180, 3) });
});

it('counts a tie as a miss, so that a collapsed network scores 0 and not 100 %', () => {
  expect(measure([[0.5, 0.5, 0.5]], [0]).top1).toBe(0);
});

it('measures cosines that rounding put beyond 1', () => {
  expect(measure([[1.0000001, 0]], [0]).target).toBe(0);
});

it('ranks by scores of any size where they are not the cosines, and measures angles by the cosines', () => {
  const [cosine, scores] = [tf.tensor2d([[0.9, 0.2]]), tf.tensor2d([[-700, 300]])];
  const { top1, meanTargetAngleDeg } = angleStatistics(cosine, tf.tensor1d([1], 'int32'), scores);
  expect(top1.dataSync()[0]).toBe(1);
  expect(meanTargetAngleDeg.dataSync()[0]).toBeCloseTo(degrees(0.2), 3);
});

it('refuses scores of other classes than the cosines', () => {
  expect(() => angleStatistics(tf.zeros([1, 2]), tf.tensor1d([0], 'int32'), tf.zeros([1, 3]))).toThrow(
    'Expected scores of shape [1, 2] but received [1, 3] (angleStatistics).',
  );
});

it('refuses a single class, which has no other', () => {
  expect(() => measure([[0.5]], [0])).toThrow('Expected two classes or more but received 1 (angleStatistics).');
});

it('leaves no tensor behind but its three scalars', () => {
  const [cosine, labels] = [tf.tensor2d([[0.5, 0.2]]), tf.tensor1d([0], 'int32')];
  expect(newTensors(() => ({ ...angleStatistics(cosine, labels) }))).toBe(0);
});
