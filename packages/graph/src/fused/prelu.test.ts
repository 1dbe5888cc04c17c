import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { backwardTensors } from '../testing/backward-tensors.js';
import { newTensors } from '../testing/new-tensors.js';
import { numericGradient } from '../testing/numeric-gradient.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { prelu } from './prelu.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const shape: [number, number, number, number] = [2, 2, 3, 3];
const channels = 3;
const size = 2 * 2 * 3 * channels;
const x = sampleNumbers('prelu x', size);
const slope = [0.25, -0.4, 0];
const weights = sampleNumbers('prelu weights', size);

const close = (values: Iterable<number>) => Array.from(values, value => expect.closeTo(value, 5));

/** Σ weights·PReLU(x) in float64. */
const lossInNumbers = (input: readonly number[], slopes: readonly number[]) =>
  input.reduce((sum, value, i) => {
    const y = value > 0 ? value : (slopes[i % channels] as number) * value;
    return sum + (weights[i] as number) * y;
  }, 0);

function gradientsThrough(activate: (x: tf.Tensor4D, slope: tf.Tensor1D) => tf.Tensor, input = x) {
  const loss = (...values: tf.Tensor[]) =>
    tf.sum(tf.mul(tf.tensor4d(weights, shape), activate(values[0] as tf.Tensor4D, values[1] as tf.Tensor1D)));
  return tf.tidy(() =>
    tf
      .grads(loss)([tf.tensor4d(input, shape), tf.tensor1d(slope)])
      .map(gradient => [...gradient.dataSync()]),
  );
}

it('keeps what is positive and multiplies the rest by the slope of its channel', () => {
  const y = prelu(tf.tensor4d([2, 2, 2, -2, -2, -2, 0, 0, 0], [1, 1, 3, 3]), tf.tensor1d(slope));
  expect(y.shape).toEqual([1, 1, 3, 3]);
  expect([...y.dataSync()]).toEqual([2, 2, 2, ...close([-2 * 0.25, -2 * -0.4, 0]), 0, 0, 0]);
});

it('has the gradients that finite differences give', () => {
  expect(gradientsThrough(prelu)).toEqual([
    close(numericGradient(values => lossInNumbers(values, slope), x)),
    close(numericGradient(values => lossInNumbers(x, values), slope)),
  ]);
});

it("has the values and gradients of tfjs's prelu", () => {
  const theirs = (input: tf.Tensor4D, slopes: tf.Tensor1D) => tf.prelu(input as tf.Tensor, slopes);
  const values = [prelu, theirs].map(activate => activate(tf.tensor4d(x, shape), tf.tensor1d(slope)).dataSync());
  expect([...(values[0] as Float32Array)]).toEqual(close(values[1] as Float32Array));
  expect(gradientsThrough(prelu)).toEqual(gradientsThrough(theirs).map(close));
});

it('has the gradient of the positive side at 0', () => {
  const zeros = x.map(() => 0);
  const [ofX, ofSlope] = gradientsThrough(prelu, zeros);
  expect(ofX).toEqual(close(weights));
  expect(ofSlope).toEqual([0, 0, 0]);
});

it('leaves no tensor behind but its value and its gradients', () => {
  const [input, slopes] = [tf.tensor4d(x, shape), tf.tensor1d(slope)];
  expect(newTensors(() => prelu(input, slopes))).toBe(0);
  const loss = (...values: tf.Tensor[]) => tf.sum(prelu(values[0] as tf.Tensor4D, values[1] as tf.Tensor1D));
  expect(newTensors(() => ({ ...tf.valueAndGrads(loss)([input, slopes]) }))).toBe(0);
});

it('adds its two gradients and nothing else while the backward pass goes on', () => {
  const slopes = tf.tensor1d(slope);
  expect(backwardTensors(input => prelu(input, slopes), tf.tensor4d(x, shape))).toBe(2);
});

it('refuses slopes for another number of channels', () => {
  expect(() => prelu(tf.zeros([1, 2, 2, 4]), tf.tensor1d(slope))).toThrow(
    new ShapeError('Expected x of shape [batch, height, width, 3] but received [1, 2, 2, 4] (prelu).'),
  );
});
