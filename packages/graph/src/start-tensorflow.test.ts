import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { startTensorflow, tensorflowBinding } from './start-tensorflow.js';

// One process can start TensorFlow once: the tests go through its states in order.

it('stops when a GPU is asked for and TensorFlow sees none', () => {
  // No machine has a GPU of this number, so this holds on one with GPUs too.
  expect(() => startTensorflow({ gpu: 99 })).toThrow(
    /^Expected a GPU that TensorFlow can use but received none: .+ \(--gpu=99\)\. .+ Or pass --device=auto to fall back to the CPU\.$/,
  );
});

it('falls back to the CPU aloud where it may', () => {
  const lines: string[] = [];
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const started = startTensorflow({ device: 'auto', gpu: 99, onFallback: line => lines.push(line) });
  expect(started).toMatchObject({ device: 'cpu', version: expect.stringMatching(/^2\./) });
  expect(lines).toEqual([expect.stringMatching(/^NO GPU, the CPU computes: .+\. .+\.$/)]);
  // tfjs says so of any second attempt.
  expect(warn.mock.calls).toEqual([['tensorflow backend was already registered. Reusing existing backend factory.']]);
  expect(tf.getBackend()).toBe('tensorflow');
});

it('returns the same when it is called again, whatever is asked then', () => {
  expect(startTensorflow({ device: 'gpu' })).toBe(startTensorflow());
  expect(tensorflowBinding()).toBe(tensorflowBinding());
});

it('computes', () => {
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  expect(product.arraySync()).toEqual([
    [1 * 5 + 2 * 7, 1 * 6 + 2 * 8],
    [3 * 5 + 4 * 7, 3 * 6 + 4 * 8],
  ]);
});
