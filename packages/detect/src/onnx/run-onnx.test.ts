import { readFileSync } from 'node:fs';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeOnnxModel } from './onnx-model.js';
import { onnxWeights, runOnnx } from './run-onnx.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

interface Values {
  readonly shape: number[];
  readonly values: number[];
}

/** Nets of one op or two, and what onnxruntime makes of an input: fixtures/make-onnx.py. */
const cases = JSON.parse(readFileSync(new URL('../../fixtures/onnx-ops.json', import.meta.url), 'utf8')) as {
  name: string;
  model: string;
  input: Values;
  output: Values;
}[];

function compute(bytes: Uint8Array, { shape, values }: Values): tf.Tensor {
  const model = { ...decodeOnnxModel(bytes, 'net.onnx'), sha256: '' };
  const x = tf.transpose(tf.tensor4d(values, shape as [number, number, number, number]), [0, 2, 3, 1]) as tf.Tensor4D;
  return runOnnx(model, x, onnxWeights(model))['y'] as tf.Tensor;
}

describe('gives what onnxruntime gives', () => {
  it.each(cases)('for $name', ({ model, input, output }) => {
    const y = compute(Buffer.from(model, 'base64'), input);
    expect(y.shape).toEqual(output.shape);
    const differences = [...y.dataSync()].map((value, i) => Math.abs(value - (output.values[i] as number)));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });
});

it.each(cases.filter(({ input }) => input.shape[0] === 1))(
  'computes a batch of a net that was saved for one photo: $name',
  ({ model, input, output }) => {
    const { shape, values } = input;
    const two = { shape: [2, ...shape.slice(1)], values: [...values, ...values.map(value => 2 * value)] };
    const y = compute(Buffer.from(model, 'base64'), two);
    expect(y.shape).toEqual([2, ...output.shape.slice(1)]);
    const expected = [...output.values, ...output.values.map(value => 2 * value)];
    expect([...y.dataSync()]).toEqual(expected.map(value => expect.closeTo(value, 4)));
  },
);
