import { RandomStream, ShapeError, UsageError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { lenetPlusPlus } from './lenet-plus-plus.js';
import { inferencePass, initializeParameters } from './model.js';
import { viewOf } from './view.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const net = lenetPlusPlus({ embeddingSize: 2, imageSizePx: 8 });
const numbers = (tensor: tf.Tensor) => Array.from(tensor.dataSync());
const photos = (sizePx: number) => tf.randomUniform([2, sizePx, sizePx, 1], -1, 1, 'float32', 7) as tf.Tensor4D;

it('embeds what lies in the square, and nothing else', () => {
  const view = viewOf(net, { leftPx: 3, topPx: 1, sidePx: 8 }, 12);
  expect(view).toMatchObject({ imageSizePx: 12, embeddingSize: 2, parameters: net.parameters });
  const pass = inferencePass(initializeParameters(net.parameters, RandomStream.fromSeed(1)));
  const images = photos(12);
  const square = tf.slice(images, [0, 1, 3, 0], [2, 8, 8, 1]);
  expect(numbers(view.embed(images, pass))).toEqual(numbers(net.embed(square, pass)));
});

it('brings a square of another size to that of the net: means of 2×2 pixels at half of it', () => {
  const view = viewOf(net, { leftPx: 0, topPx: 0, sidePx: 16 }, 16);
  const pass = inferencePass(initializeParameters(net.parameters, RandomStream.fromSeed(1)));
  const images = photos(16);
  const expected = numbers(net.embed(tf.avgPool(images, 2, 2, 'valid'), pass));
  numbers(view.embed(images, pass)).forEach((value, i) => void expect(value).toBeCloseTo(expected[i] as number, 5));
});

it('refuses photos of another size', () => {
  const view = viewOf(net, { leftPx: 0, topPx: 0, sidePx: 8 }, 12);
  expect(() => view.embed(photos(16), inferencePass({}))).toThrow(ShapeError);
});

it.each([
  { leftPx: 5, topPx: 0, sidePx: 8 },
  { leftPx: 0, topPx: -1, sidePx: 8 },
  { leftPx: 0, topPx: 0, sidePx: 0 },
  { leftPx: 0.5, topPx: 0, sidePx: 8 },
])('refuses a square that does not lie in the photo: $leftPx, $topPx, $sidePx', square => {
  expect(() => viewOf(net, square, 12)).toThrow(
    new UsageError(
      `Expected a square of whole pixels within a photo of 12 px but received left ${square.leftPx}, top ${square.topPx}, side ${square.sidePx} (model.views).`,
    ),
  );
});
