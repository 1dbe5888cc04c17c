import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initializeParameters } from '../model.js';
import { constant, type ParameterSpec } from '../parameter.js';
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

  const even = () => tf.reshape(tf.range(1, 17), [1, 4, 4, 1]) as tf.Tensor4D;

  it('with symmetric padding and a stride of 2 centres its windows on every second pixel from the first on', () => {
    const layer = convolution('c', 1, 1, { kernelSize: 3, stride: 2, padding: 'symmetric' });
    const y = infer(layer, even(), { 'c.kernel': tf.ones([3, 3, 1, 1]) });
    expect(y.shape).toEqual([1, 2, 2, 1]);
    expect([...y.dataSync()]).toEqual([
      1 + 2 + 5 + 6,
      2 + 3 + 4 + 6 + 7 + 8,
      5 + 6 + 9 + 10 + 13 + 14,
      6 + 7 + 8 + 10 + 11 + 12 + 14 + 15 + 16,
    ]);
  });

  it('with symmetric padding and a kernel of 1 takes those pixels', () => {
    const layer = convolution('c', 1, 1, { kernelSize: 1, stride: 2, padding: 'symmetric' });
    expect([...infer(layer, even(), { 'c.kernel': tf.ones([1, 1, 1, 1]) }).dataSync()]).toEqual([1, 3, 9, 11]);
  });

  it.each([4, 5])('with symmetric padding and no stride does what it does with the same padding, on %d px', size => {
    const x = image(size, size, 3);
    const [symmetric, same] = (['symmetric', 'same'] as const).map(padding =>
      infer(convolution('c', 3, 2, { kernelSize: 3, padding }), x).dataSync(),
    );
    expect(symmetric).toEqual(same);
  });

  it('takes first values of its own', () => {
    const [spec] = convolution('c', 1, 2, { kernelSize: 1, initialize: constant(3) }).parameters;
    const { 'c.kernel': kernel } = initializeParameters([spec as ParameterSpec], RandomStream.fromSeed(1));
    expect([...(kernel as tf.Tensor).dataSync()]).toEqual([3, 3]);
  });

  it('adds a bias to each channel, 0 at first', () => {
    const layer = convolution('c', 1, 2, { kernelSize: 1, bias: true });
    expect(layer.parameters.map(({ name, role }) => [name, role])).toEqual([
      ['c.kernel', 'kernel'],
      ['c.bias', 'bias'],
    ]);
    const first = initializeParameters(layer.parameters, RandomStream.fromSeed(1));
    expect([...(first['c.bias'] as tf.Tensor).dataSync()]).toEqual([0, 0]);
    const given = { 'c.kernel': tf.tensor4d([1, 10], [1, 1, 1, 2]), 'c.bias': tf.tensor1d([0.5, -3]) };
    expect([...infer(layer, tf.tensor4d([2, 4], [1, 1, 2, 1]), given).dataSync()]).toEqual([2.5, 17, 4.5, 37]);
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
