import { readFileSync } from 'node:fs';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

type Vectors = Record<string, number[]>;
/** What PyTorch computed: fixtures/optimizers.py. */
const golden = JSON.parse(readFileSync(new URL('../../fixtures/optimizers.json', import.meta.url), 'utf8')) as {
  start: Vectors;
  curvature: Vectors;
  goal: Vectors;
  paths: Record<string, Vectors[]>;
};

const tensorsOf = (vectors: Vectors) =>
  Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, tf.tensor1d(values)]));
const vectorsOf = (tensors: Record<string, tf.Tensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]));
const close = (vectors: Vectors) =>
  Object.fromEntries(
    Object.entries(vectors).map(([name, values]) => [name, values.map(value => expect.closeTo(value, 5))]),
  );

/** The gradients of Σ curvature·(w − goal)² / 2. */
function gradientsAt(parameters: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  const of = (name: string, weight: tf.Tensor) =>
    tf.mul(golden.curvature[name] as number[], tf.sub(weight, golden.goal[name] as number[]));
  return Object.fromEntries(Object.entries(parameters).map(([name, weight]) => [name, of(name, weight)]));
}

/** The parameters after each of some steps. */
function descend(optimizer: Optimizer, learningRate: number | tf.Scalar, steps: number): Vectors[] {
  const path: Vectors[] = [];
  let parameters: Record<string, tf.Tensor> = tensorsOf(golden.start);
  let state = optimizer.init(parameters);
  for (let step = 0; step < steps; step++) {
    ({ parameters, state } = optimizer.update(gradientsAt(parameters), state, parameters, { learningRate }));
    path.push(vectorsOf(parameters));
  }
  return path;
}

const decays = (name: string) => name !== 'bias';
const cases: [name: string, optimizer: Optimizer, learningRate: number][] = [
  ['sgd', sgd(), 0.1],
  ['sgd momentum', sgd({ momentum: 0.9 }), 0.1],
  ['sgd momentum decay', sgd({ momentum: 0.9, weightDecay: 0.05, decays }), 0.1],
  ['sgd nesterov decay', sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.05, decays }), 0.1],
  ['adam', adam(), 0.05],
  [
    'adam coupled decay',
    adam({ beta1: 0.8, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1, decoupled: false, decays }),
    0.05,
  ],
  ['adamw', adam({ weightDecay: 0.1, decays }), 0.05],
];

describe.each(cases)('%s', (name, optimizer, learningRate) => {
  it('takes the very steps that PyTorch takes', () => {
    expect(descend(optimizer, learningRate, 5)).toEqual((golden.paths[name] as Vectors[]).map(close));
  });

  it('takes a learning rate that is a tensor as it takes a number', () => {
    expect(descend(optimizer, tf.scalar(learningRate), 2)).toEqual(descend(optimizer, learningRate, 2));
  });

  it('returns new tensors, leaves those passed in alone, and nothing else behind', () => {
    const parameters = tensorsOf(golden.start);
    const state = optimizer.init(parameters);
    const gradients = gradientsAt(parameters);
    const before = tf.memory().numTensors;
    const updated = optimizer.update(gradients, state, parameters, { learningRate });
    expect(tf.memory().numTensors - before).toBe(Object.keys(parameters).length + Object.keys(state).length);
    expect(Object.keys(updated.state).sort()).toEqual(Object.keys(state).sort());
    tf.dispose(updated);
    expect(vectorsOf(parameters)).toEqual(golden.start);
    expect(Object.values(state).every(tensor => !tensor.isDisposed)).toBe(true);
  });

  it('goes on from a saved state as if it had not stopped', () => {
    const start = tensorsOf(golden.start);
    const first = optimizer.update(gradientsAt(start), optimizer.init(start), start, { learningRate });
    const restored = Object.fromEntries(
      Object.entries(first.state).map(([key, slot]) => [key, tf.tensor(slot.dataSync().slice(), slot.shape)]),
    );
    const gradients = gradientsAt(first.parameters);
    const second = optimizer.update(gradients, restored, first.parameters, { learningRate });
    expect(vectorsOf(second.parameters)).toEqual(descend(optimizer, learningRate, 2)[1]);
  });

  it('names gradients that fit no parameter', () => {
    const parameters = tensorsOf(golden.start);
    const gradients = { weight: tf.zeros([3]), biass: tf.zeros([1]) };
    expect(() => optimizer.update(gradients, optimizer.init(parameters), parameters, { learningRate })).toThrow(
      /^Expected a gradient for each parameter but received − bias, \+ biass \((sgd|adam)\)\./,
    );
  });
});

it('names the parameter whose gradient has another shape', () => {
  const parameters = { weight: tf.zeros([3]) };
  expect(() => sgd().update({ weight: tf.zeros([1]) }, {}, parameters, { learningRate: 0.1 })).toThrow(
    'Expected a gradient of "weight" of shape [3] but received [1] (sgd).',
  );
});

it('refuses the state of another optimizer', () => {
  const parameters = tensorsOf(golden.start);
  const state = sgd({ momentum: 0.9 }).init(parameters);
  expect(() => adam().update(parameters, state, parameters, { learningRate: 0.1 })).toThrow(
    'Expected a mean for each parameter but received − weight, − bias (adam).',
  );
});

it('corrects the bias of the first Adam step to the last digit of float32', () => {
  const parameters = { weight: tf.tensor1d([0]) };
  const first = adam().update({ weight: tf.tensor1d([3]) }, adam().init(parameters), parameters, { learningRate: 1 });
  expect(first.parameters['weight']?.dataSync()[0]).toBeCloseTo(-1, 6);
});
