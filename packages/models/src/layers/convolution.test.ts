import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { infer } from '../testing/infer.js';
import { convolution, depthwiseConvolution } from './convolution.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const image = (height: number, width: number, channels: number) =>
  tf.randomNormal([2, height, width, channels], 3, 2, 'float32', 9) as tf.Tensor4D;

describe('convolution', () => {
  it.each([
    [{ kernelSize: 3 }, [2, 7, 7, 5]],
    [{ kernelSize: 3, stride: 2 }, [2, 4, 4, 5]],
    [{ kernelSize: 7, padding: 'valid' }, [2, 1, 1, 5]],
  ] as const)('with %j makes maps of %j', (options, shape) => {
    expect(infer(convolution('c', 3, 5, options), image(7, 7, 3)).shape).toEqual(shape);
  });

  it('with a kernel of 1 is a matrix product over the channels', () => {
    const kernel = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 3, 2]);
    const y = infer(convolution('c', 3, 2, { kernelSize: 1 }), tf.tensor4d([1, 10, 100], [1, 1, 1, 3]), {
      'c.kernel': kernel,
    });
    expect([...y.dataSync()]).toEqual([1 * 1 + 10 * 3 + 100 * 5, 1 * 2 + 10 * 4 + 100 * 6]);
  });
});

describe('depthwiseConvolution', () => {
  it('keeps the channels apart', () => {
    const kernel = tf.tensor4d([1, 0, 1, 0, 1, 0, 1, 0], [2, 2, 2, 1]);
    const layer = depthwiseConvolution('d', 2, { kernelSize: 2, padding: 'valid' });
    const y = infer(layer, tf.tensor4d([1, 9, 2, 9, 3, 9, 4, 9], [1, 2, 2, 2]), { 'd.kernel': kernel });
    expect([...y.dataSync()]).toEqual([1 + 2 + 3 + 4, 0]);
  });

  it('halves the map with stride 2', () => {
    expect(infer(depthwiseConvolution('d', 3, { kernelSize: 3, stride: 2 }), image(8, 8, 3)).shape).toEqual([
      2, 4, 4, 3,
    ]);
  });
});
