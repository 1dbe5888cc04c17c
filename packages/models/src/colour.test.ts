import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { toColour } from './colour.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const colourful = () => tf.tensor4d([1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0.5, 0.25], [1, 2, 2, 3]);

it('makes the luminance of RGB', () => {
  const grey = toColour(colourful(), 'grey');
  expect(grey.shape).toEqual([1, 2, 2, 1]);
  const values = [0.299, 0.587, 0.114, -0.299 + 0.587 / 2 + 0.114 / 4];
  expect([...grey.dataSync()]).toEqual(values.map(value => expect.closeTo(value, 6)));
});

it('puts a grey value into three channels, and gets it back from them', () => {
  const values = [-1, 0.25, 1];
  const grey = tf.tensor4d(values, [1, 1, 3, 1]);
  const colour = toColour(grey, 'rgb');
  expect([...colour.dataSync()]).toEqual(values.flatMap(value => [value, value, value]));
  expect([...toColour(colour, 'grey').dataSync()]).toEqual(values.map(value => expect.closeTo(value, 6)));
});

it.each(['rgb', 'grey'] as const)('leaves images that are %s already as they are', colour => {
  const images = toColour(colourful(), colour);
  expect(toColour(images, colour)).toBe(images);
});
