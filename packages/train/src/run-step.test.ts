import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { assembleStep } from './assemble-step.js';
import { runStep } from './run-step.js';
import { bitsOf, stateBits } from './testing/bits-of.js';
import { smallBatch } from './testing/small-batch.js';
import { smallConfig } from './testing/small-config.js';
import { createTrainStep } from './train-step.js';
import { disposeState, initialState, type TrainingState } from './training-state.js';

const parts = assembleStep(smallConfig(), 3);
const step = createTrainStep(parts);
const batch = smallBatch(3);
const options = { sidePx: 112, learningRate: 0.05, marginStrength: 0.1, place: 'epoch 2, step 9' };

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function firstState(): TrainingState {
  return initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
}

/** The first state with NaN in place of one weight. */
function poisonedState(): TrainingState {
  const state = firstState();
  const centres = state.parameters['centres'] as tf.Tensor;
  const values = Float32Array.from(centres.dataSync()).fill(Number.NaN, 0, 1);
  centres.dispose();
  return { ...state, parameters: { ...state.parameters, centres: tf.tensor(values, centres.shape) } };
}

it('takes the new state, disposes the old one and gives the figures as numbers', async () => {
  const before = firstState();
  const tensors = tf.memory().numTensors;
  const { state, figures } = await runStep(step, before, batch, options);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(Object.values(before.parameters).every(tensor => tensor.isDisposed)).toBe(true);
  expect(Object.values(figures).every(Number.isFinite)).toBe(true);
  expect(figures.meanTargetAngleDeg).toBeGreaterThan(0);
  disposeState(state);
});

it('keeps the state when loss and gradient are not finite', async () => {
  const state = poisonedState();
  const before = stateBits(state);
  await expect(runStep(step, state, batch, options)).rejects.toThrow('a finite loss and gradient');
  expect(stateBits(state)).toEqual(before);
  disposeState(state);
});

it('leaves no tensor behind when it refuses an update', async () => {
  const state = poisonedState();
  const tensors = tf.memory().numTensors;
  await runStep(step, state, batch, options).catch(() => undefined);
  expect(tf.memory().numTensors).toBe(tensors);
  disposeState(state);
});

it('says where the numbers went wrong, on which photos and what to do', async () => {
  const state = poisonedState();
  await expect(runStep(step, state, batch, options)).rejects.toThrow(
    'Expected a finite loss and gradient but received loss NaN, gradient norm NaN (epoch 2, step 9). ' +
      'The update was not taken. Lower learningRate.base or set clipNorm; ' +
      'the batch held person-0/noise.png, person-1/noise.png, person-2/noise.png.',
  );
  disposeState(state);
});

it('does not train on after a learning rate that blew the weights up', async () => {
  const { state } = await runStep(step, firstState(), batch, { ...options, learningRate: 1e38 });
  const before = bitsOf(state.parameters);
  await expect(runStep(step, state, batch, options)).rejects.toThrow('a finite loss and gradient');
  expect(bitsOf(state.parameters)).toEqual(before);
  disposeState(state);
});
