import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { countParameters } from '../model.js';
import { infer } from '../testing/infer.js';
import { squeezeExcitation } from './squeeze-excitation.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

it('weighs each channel of a map by the means of all', () => {
  const layer = squeezeExcitation('s', 2, 2);
  const parameters = {
    's.squeeze.kernel': tf.tensor2d([1, -2], [2, 1]),
    's.squeeze.bias': tf.tensor1d([0.5]),
    's.prelu.slope': tf.tensor1d([0.1]),
    's.excite.kernel': tf.tensor2d([2, -1], [1, 2]),
    's.excite.bias': tf.tensor1d([0, 3]),
  };
  // Means 2 and 3: 2 − 2·3 + 0.5 = −3.5, behind the PReLU −0.35.
  const y = infer(layer, tf.tensor4d([1, 2, 3, 4], [1, 2, 1, 2]), parameters);
  const [first, second] = [sigmoid(2 * -0.35), sigmoid(-1 * -0.35 + 3)];
  expect([...y.dataSync()]).toEqual(
    [1 * first, 2 * second, 3 * first, 4 * second].map(value => expect.closeTo(value, 6)),
  );
});

it('leaves the channels of other photos alone', () => {
  const layer = squeezeExcitation('s', 16);
  const photos = tf.randomNormal([2, 3, 3, 16], 0, 1, 'float32', 4) as tf.Tensor4D;
  const alone = infer(layer, tf.slice(photos, [1, 0, 0, 0], [1, -1, -1, -1]));
  const together = tf.slice(infer(layer, photos), [1, 0, 0, 0], [1, -1, -1, -1]);
  expect(tf.max(tf.abs(tf.sub(alone, together))).dataSync()[0]).toBeLessThan(1e-6);
});

it('has two layers between which a sixteenth of the channels is left', () => {
  expect(countParameters(squeezeExcitation('s', 64).parameters)).toBe(64 * 4 + 4 + 1 + 4 * 64 + 64);
});
