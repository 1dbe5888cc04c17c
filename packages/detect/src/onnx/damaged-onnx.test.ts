import { readFileSync } from 'node:fs';
import { readDamaged } from '@arcface-ts/core/testing';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { tinyYunet } from '../testing/changed-yunet.js';
import { decodeOnnxModel } from './onnx-model.js';
import { onnxWeights, runOnnx } from './run-onnx.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Nets of one op or two: fixtures/make-onnx.py. */
const cases = JSON.parse(readFileSync(new URL('../../fixtures/onnx-ops.json', import.meta.url), 'utf8')) as {
  model: string;
  input: { shape: number[] };
}[];

it.each<{ ops: string; shape: [channels: number, height: number, width: number] }>([
  { ops: 'convolutions', shape: [3, 5, 6] },
  { ops: 'other ops', shape: [2, 3, 4] },
  { ops: 'enlargements', shape: [3, 3, 4] },
])('damaged nets of $ops are computed, or refused by name', async ({ ops, shape }) => {
  const [channels, height, width] = shape;
  const nets = cases.filter(({ input }) => input.shape.slice(1).join() === shape.join());
  const { refused } = await readDamaged({
    format: `ONNX of ${ops}, computed`,
    valid: nets.map(({ model }) => Buffer.from(model, 'base64')),
    names: 'net.onnx',
    read: bytes => {
      const model = { ...decodeOnnxModel(bytes, 'net.onnx'), sha256: '' };
      tf.tidy(() => void runOnnx(model, tf.zeros([1, height, width, channels]), onnxWeights(model)));
    },
  });
  expect(refused).toBeGreaterThan(0);
});

it('damaged files of a detector are read, or refused by name', async () => {
  const { refused } = await readDamaged({
    format: 'ONNX',
    valid: [tinyYunet],
    names: 'net.onnx',
    read: bytes => {
      const model = decodeOnnxModel(bytes, 'net.onnx');
      tf.tidy(() => void onnxWeights(model));
    },
  });
  expect(refused).toBeGreaterThan(0);
});
