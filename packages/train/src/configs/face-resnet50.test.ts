import { startTensorflow } from '@arcface-ts/graph';
import { countParameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { resolveConfig } from '../resolve-config.js';
import { assembleStep } from '../step/assemble-step.js';
import type { StepParts } from '../step/train-step.js';

let parts: StepParts;
beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  parts = assembleStep(await resolveConfig('face.resnet50'), 3);
});

it('is ResNet-50 with an average, a layer of 128 and a batch norm, clipped to 1', () => {
  expect(countParameters(parts.model.parameters)).toBe(23_508_032 + 2048 * 128 + 128 + 2 * 128);
  expect(parts).toMatchObject({ model: { name: 'resnet50', embeddingSize: 128 }, clipNorm: 1 });
});

it('has a margin of 1.2 on a sphere of 64 below 90°, and none beyond', () => {
  const [below, beyond] = [(80 * Math.PI) / 180, (100 * Math.PI) / 180];
  const scores = tf.tensor2d([
    [Math.cos(below), 0, 0],
    [Math.cos(beyond), 0, 0],
  ]);
  const labels = tf.tensor1d([0, 0], 'int32');
  const { logits } = parts.margin.apply({ scores, labels, lengths: tf.ones([2]), running: {} });
  expect(logits.arraySync()).toEqual([
    [expect.closeTo(64 * Math.cos(below + 1.2), 3), 0, 0],
    [expect.closeTo(64 * Math.cos(beyond), 3), 0, 0],
  ]);
});

it('focuses each photo by γ 2, before the mean', () => {
  const logits = [
    [2, 0, 0],
    [0, 0, 1],
  ];
  const each = [Math.exp(2) / (Math.exp(2) + 2), 1 / (2 + Math.E)].map(p => (1 - p) ** 2 * -Math.log(p));
  const loss = parts.loss(tf.tensor2d(logits), tf.tensor1d([0, 0], 'int32'));
  expect(loss.dataSync()[0]).toBeCloseTo(((each[0] as number) + (each[1] as number)) / 2, 5);
});

it('steps by Adam at 1e-3 without weight decay: 1e-3 against the sign of the gradient at first', async () => {
  const { learningRate } = await resolveConfig('face.resnet50');
  expect(learningRate).toEqual({ schedule: 'constant', base: 1e-3 });
  const weight = { centres: tf.tensor1d([0.5, -0.5]) };
  const { parameters } = parts.optimizer.update(
    { centres: tf.tensor1d([3, -0.2]) },
    parts.optimizer.init(weight),
    weight,
    {
      learningRate: tf.scalar(1e-3),
    },
  );
  expect(Array.from((parameters['centres'] as tf.Tensor).dataSync())).toEqual([
    expect.closeTo(0.499, 6),
    expect.closeTo(-0.499, 6),
  ]);
});
