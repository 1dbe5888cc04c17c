import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { clipFactor, globalNorm } from './clip-by-global-norm.js';
import type { Tensors } from './optimizer.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** What an optimizer makes of the factor. */
function clipByGlobalNorm(gradients: Tensors, maxNorm: number) {
  const norm = globalNorm(gradients);
  const factor = clipFactor(norm, maxNorm);
  const clipped = Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, factor)] as const);
  factor.dispose();
  return { gradients: Object.fromEntries(clipped), norm };
}

const gradients = () => ({ weight: tf.tensor2d([[3, 0]]), bias: tf.tensor1d([-4]) });

it('scales all gradients by maxNorm / ‖g‖ and says the norm before', () => {
  const { gradients: clipped, norm } = clipByGlobalNorm(gradients(), 1);
  expect(norm.dataSync()[0]).toBe(5);
  expect(Array.from(clipped['weight']?.dataSync() ?? [])).toEqual([expect.closeTo(3 / 5, 6), 0]);
  expect(Array.from(clipped['bias']?.dataSync() ?? [])).toEqual([expect.closeTo(-4 / 5, 6)]);
});

it('keeps shorter gradients to the bit', () => {
  // Not fc.float: TensorFlow rounds numbers below 1.2e-38 to 0.
  const value = fc.integer({ min: -1e6, max: 1e6 }).map(whole => whole / 1e6);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), values => {
      tf.tidy(() => {
        const weight = tf.tensor1d(values);
        const { gradients: clipped } = clipByGlobalNorm({ weight }, 3);
        expect(clipped['weight']?.dataSync()).toEqual(weight.dataSync());
      });
    }),
  );
});

it('is harmless where all gradients are 0', () => {
  const { gradients: clipped } = clipByGlobalNorm({ weight: tf.zeros([2]) }, 1);
  expect(Array.from(clipped['weight']?.dataSync() ?? [])).toEqual([0, 0]);
});

it('lets a NaN show in the norm', () => {
  expect(clipByGlobalNorm({ weight: tf.tensor1d([1, Number.NaN]) }, 1).norm.dataSync()[0]).toBeNaN();
});

it('refuses a norm of 0, which would stop the training without a word', () => {
  expect(() => clipFactor(tf.scalar(5), 0)).toThrow('Expected a maxNorm above 0 but received 0 (clipFactor).');
});

it('returns new tensors only, and leaves nothing else behind', () => {
  const before = gradients();
  const count = tf.memory().numTensors;
  tf.dispose(clipByGlobalNorm(before, 1));
  expect(tf.memory().numTensors).toBe(count);
  expect(before.weight.isDisposed).toBe(false);
});
