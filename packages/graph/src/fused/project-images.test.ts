import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { newTensors } from '../testing/new-tensors.js';
import { projectImages } from './project-images.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const images = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
const cut = (transform: number[], side = 2) => [...projectImages(images(), tf.tensor2d([transform]), side).dataSync()];

it('takes pixels from where the transform points', () => {
  expect(cut([1, 0, 1, 0, 1, 1, 0, 0])).toEqual([5, 6, 8, 9]);
  // A quarter turn: u runs down, v to the left.
  expect(cut([0, -1, 2, 1, 0, 0, 0, 0])).toEqual([3, 6, 2, 5]);
});

it('is bilinear between pixels, and 0 outside', () => {
  expect(cut([1, 0, 0.5, 0, 1, 0.5, 0, 0], 1)).toEqual([(1 + 2 + 4 + 5) / 4]);
  expect(cut([1, 0, -5, 0, 1, 0, 0, 0])).toEqual([0, 0, 0, 0]);
});

it('leaves no tensor behind, and refuses another number of transforms', () => {
  const [input, transforms] = [images(), tf.tensor2d([[1, 0, 0, 0, 1, 0, 0, 0]])];
  expect(newTensors(() => projectImages(input, transforms, 2))).toBe(0);
  expect(() => projectImages(input, tf.zeros([2, 8]), 2)).toThrow('Expected transforms of shape [1, 8]');
});
