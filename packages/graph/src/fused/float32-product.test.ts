import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { newTensors } from '../testing/new-tensors.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { float32Product, stayFloat32 } from './float32-product.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const a = (): tf.Tensor2D => tf.tensor2d(sampleNumbers('a', 6), [3, 2]);
const b = (): tf.Tensor2D => tf.tensor2d(sampleNumbers('b', 8), [4, 2]);

/** Σ weights·(a·bᵀ) and its gradients. */
function lossAndGradients(product: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor): number[][] {
  return tf.tidy(() => {
    const weights = tf.tensor2d(sampleNumbers('weights', 12), [3, 4]);
    const loss = (...values: tf.Tensor[]) =>
      tf.sum(tf.mul(weights, product(values[0] as tf.Tensor2D, values[1] as tf.Tensor2D)));
    const { value, grads } = tf.valueAndGrads(loss)([a(), b()]);
    return [value, ...grads].map(tensor => [...tensor.dataSync()]);
  });
}

it('multiplies rows with rows', () => {
  const product = float32Product(
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([[5, -6]]),
  );
  expect(product.arraySync()).toEqual([[1 * 5 - 2 * 6], [3 * 5 - 4 * 6]]);
});

it('has the gradients of a product', () => {
  const expected = lossAndGradients((x, y) => tf.matMul(x, y, false, true));
  const close = expected.map(values => values.map(value => expect.closeTo(value, 5)));
  expect(lossAndGradients((x, y) => float32Product(stayFloat32(x), y))).toEqual(close);
});

it('leaves no tensors behind', () => {
  const [left, right] = [a(), b()];
  expect(newTensors(() => tf.tidy(() => float32Product(stayFloat32(left), right)))).toBe(0);
});

it('refuses rows of another length', () => {
  expect(() => float32Product(a(), tf.zeros([4, 3]))).toThrow(ShapeError);
});
