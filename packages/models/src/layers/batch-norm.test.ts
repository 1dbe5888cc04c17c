import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { Layer } from '../layer.js';
import { initializeParameters } from '../model.js';
import { infer } from '../testing/infer.js';
import { trainingPass } from '../testing/training-pass.js';
import { batchNorm, batchNormPrelu, batchNormRelu } from './batch-norm.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const initialized = (layer: Layer) => initializeParameters(layer.parameters, RandomStream.fromSeed(2));
const image = (height: number, width: number, channels: number) =>
  tf.randomNormal([2, height, width, channels], 3, 2, 'float32', 9) as tf.Tensor4D;

const layer = batchNorm('n', 4);

it('in training ends at mean 0 and variance 1 whatever the running moments are', () => {
  const { pass, dispose } = trainingPass({ ...initialized(layer), 'n.mean': tf.fill([4], 50) });
  const { mean, variance } = tf.moments(layer.apply(image(5, 5, 4), pass), [0, 1, 2]);
  expect([...mean.dataSync()]).toEqual([0, 0, 0, 0].map(value => expect.closeTo(value, 4)));
  expect([...variance.dataSync()]).toEqual([1, 1, 1, 1].map(value => expect.closeTo(value, 4)));
  dispose();
});

it('in inference gives what training gave once it has the moments of that batch', () => {
  const [parameters, x] = [initialized(layer), image(5, 5, 4)];
  const { pass, moments } = trainingPass(parameters);
  const trained = layer.apply(x, pass);
  const [{ mean, variance }] = moments as [(typeof moments)[0]];
  const count = 2 * 5 * 5;
  const biased = tf.mul(variance, (count - 1) / count);
  const inferred = infer(layer, x, { ...parameters, 'n.mean': mean, 'n.variance': biased });
  expect(tf.max(tf.abs(tf.sub(trained, inferred))).dataSync()[0]).toBeLessThan(1e-5);
});

it('reports to its own name', () => {
  const { pass, moments, dispose } = trainingPass(initialized(layer));
  layer.apply(image(2, 2, 4), pass);
  expect(moments.map(({ layer: name, mean }) => [name, mean.shape])).toEqual([['n', [4]]]);
  dispose();
});

it('ends in a PReLU with a slope of 0.25 at first, in inference and in training', () => {
  const both = batchNormPrelu('n', 4);
  expect(both.parameters.map(({ name }) => name)).toEqual([
    'n.norm.scale',
    'n.norm.offset',
    'n.norm.mean',
    'n.norm.variance',
    'n.prelu.slope',
  ]);
  const [parameters, x] = [initialized(both), image(5, 5, 4)];
  const { pass, moments } = trainingPass(parameters);
  const trained = both.apply(x, pass);
  const [{ mean, variance }] = moments as [(typeof moments)[0]];
  const biased = tf.mul(variance, (2 * 5 * 5 - 1) / (2 * 5 * 5));
  const inferred = infer(both, x, { ...parameters, 'n.norm.mean': mean, 'n.norm.variance': biased });
  expect(tf.max(tf.abs(tf.sub(trained, inferred))).dataSync()[0]).toBeLessThan(1e-5);
  const plain = infer(layer, x, { ...initialized(layer), 'n.mean': mean, 'n.variance': biased });
  expect(tf.max(tf.abs(tf.sub(inferred, tf.leakyRelu(plain, 0.25)))).dataSync()[0]).toBeLessThan(1e-6);
});

it('ends in a ReLU, in inference and in training', () => {
  const both = batchNormRelu('n', 4);
  expect(both.parameters.map(({ name }) => name)).toEqual([
    'n.norm.scale',
    'n.norm.offset',
    'n.norm.mean',
    'n.norm.variance',
  ]);
  const [parameters, x] = [initialized(both), image(5, 5, 4)];
  const { pass, moments, dispose } = trainingPass(parameters);
  const trained = both.apply(x, pass);
  const { pass: plainPass, dispose: disposePlain } = trainingPass(initialized(layer));
  expect(tf.max(tf.abs(tf.sub(trained, tf.relu(layer.apply(x, plainPass))))).dataSync()[0]).toBeLessThan(1e-6);
  const [{ mean, variance }] = moments as [(typeof moments)[0]];
  const biased = tf.mul(variance, (2 * 5 * 5 - 1) / (2 * 5 * 5));
  const inferred = infer(both, x, { ...parameters, 'n.norm.mean': mean, 'n.norm.variance': biased });
  expect(tf.max(tf.abs(tf.sub(trained, inferred))).dataSync()[0]).toBeLessThan(1e-5);
  dispose();
  disposePlain();
});

it('has the gradients of a norm and tf.relu one after the other where a ReLU ends it', () => {
  const gradientsOf = (create: (...values: tf.Tensor[]) => tf.Tensor) => {
    const weights = tf.randomNormal([2, 5, 5, 4], 0, 1, 'float32', 4);
    const values = [image(5, 5, 4), tf.tensor1d([1, -0.5, 2, 0.1]), tf.tensor1d([0.2, 0, -1, 0.05])];
    return tf.grads((...given) => tf.sum(tf.mul(create(...given), weights)))(values);
  };
  const through = (name: string, norm: Layer) => (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
    norm.apply(x as tf.Tensor4D, trainingPass({ [`${name}.scale`]: scale, [`${name}.offset`]: offset }).pass);
  const plain = through('n', layer);
  const ours = gradientsOf(through('n.norm', batchNormRelu('n', 4)) as () => tf.Tensor);
  const theirs = gradientsOf(((...values: [tf.Tensor, tf.Tensor, tf.Tensor]) =>
    tf.relu(plain(...values))) as () => tf.Tensor);
  for (const [i, gradient] of ours.entries()) {
    expect(tf.max(tf.abs(tf.sub(gradient, theirs[i] as tf.Tensor))).dataSync()[0]).toBeLessThan(1e-4);
  }
});

it('with a fixed scale has none to train and ends at variance 1', () => {
  const fixed = batchNorm('n', 4, { scale: 'fixed' });
  expect(fixed.parameters.map(({ name }) => name)).toEqual(['n.offset', 'n.mean', 'n.variance']);
  const { pass, dispose } = trainingPass({ 'n.offset': tf.tensor1d([1, 2, 3, 4]) });
  const { mean, variance } = tf.moments(fixed.apply(image(5, 5, 4), pass), [0, 1, 2]);
  expect([...mean.dataSync()]).toEqual([1, 2, 3, 4].map(value => expect.closeTo(value, 4)));
  expect([...variance.dataSync()]).toEqual([1, 1, 1, 1].map(value => expect.closeTo(value, 4)));
  dispose();
});
