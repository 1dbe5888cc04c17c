import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { countParameters, inferencePass, initializeParameters, normalizePixels, type Parameters } from './model.js';
import { constant, normal, type ParameterSpec } from './parameter.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const kernel: ParameterSpec = { name: 'a.kernel', shape: [2, 3], role: 'kernel', initialize: normal(0.5) };
const other: ParameterSpec = { name: 'b.kernel', shape: [2, 3], role: 'kernel', initialize: normal(0.5) };
const scale: ParameterSpec = { name: 'a.scale', shape: [3], role: 'scale', initialize: constant(1) };
const variance: ParameterSpec = { name: 'a.variance', shape: [3], role: 'variance', initialize: constant(1) };

const valuesOf = (parameters: Parameters, name: string) => [...(parameters[name] as tf.Tensor).dataSync()];

describe('initializeParameters', () => {
  const initialize = (...specs: ParameterSpec[]) => initializeParameters(specs, RandomStream.fromSeed(3));

  it('makes a float32 tensor of the shape of each spec, filled by it', () => {
    const parameters = initialize(kernel, scale);
    expect(Object.keys(parameters)).toEqual(['a.kernel', 'a.scale']);
    expect(parameters['a.kernel']).toMatchObject({ shape: [2, 3], dtype: 'float32' });
    expect(valuesOf(parameters, 'a.scale')).toEqual([1, 1, 1]);
  });

  it('gives the same values for the same seed, others for another', () => {
    const again = valuesOf(initialize(kernel), 'a.kernel');
    expect(valuesOf(initialize(kernel), 'a.kernel')).toEqual(again);
    expect(valuesOf(initializeParameters([kernel], RandomStream.fromSeed(4)), 'a.kernel')).not.toEqual(again);
  });

  it('gives a parameter the same values whatever stands beside or before it', () => {
    expect(valuesOf(initialize(other, scale, kernel), 'a.kernel')).toEqual(valuesOf(initialize(kernel), 'a.kernel'));
  });

  it('gives parameters of one shape values of their own', () => {
    const parameters = initialize(kernel, other);
    expect(valuesOf(parameters, 'a.kernel')).not.toEqual(valuesOf(parameters, 'b.kernel'));
  });
});

it('countParameters counts the elements that training changes', () => {
  expect(countParameters([kernel, scale, variance])).toBe(2 * 3 + 3);
  expect(countParameters([])).toBe(0);
});

it.each(['int32', 'float32'] as const)('normalizePixels maps 0 … 255 of %s to −1 … 1', dtype => {
  const pixels = normalizePixels(tf.tensor4d([0, 51, 255], [1, 1, 1, 3], dtype));
  expect(pixels.dtype).toBe('float32');
  expect([...pixels.dataSync()]).toEqual([-1, expect.closeTo((51 - 127.5) / 127.5, 6), 1]);
});

describe('inferencePass', () => {
  it('hands out the parameters by name', () => {
    const parameters = { 'a.kernel': tf.ones([2]) };
    expect(inferencePass(parameters).parameter('a.kernel')).toBe(parameters['a.kernel']);
  });

  it('names a parameter that the weights do not hold', () => {
    expect(() => inferencePass({}).parameter('a.kernel')).toThrow('"a.kernel"');
  });
});
