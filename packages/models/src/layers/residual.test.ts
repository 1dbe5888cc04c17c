import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initializeParameters } from '../model.js';
import { infer } from '../testing/infer.js';
import { trainingPass } from '../testing/training-pass.js';
import { batchNorm } from './batch-norm.js';
import { convolution } from './convolution.js';
import { residual } from './residual.js';
import { sequence } from './sequence.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const layers = convolution('a', 2, 2, { kernelSize: 1 });
const norm = batchNorm('n', 2);
const shortcut = convolution('s', 2, 2, { kernelSize: 1 });
const values = () => ({
  'a.kernel': tf.tensor4d([-1, 1, 0, 1], [1, 1, 2, 2]),
  's.kernel': tf.tensor4d([0, 1, 1, 0], [1, 1, 2, 2]),
  ...initializeParameters(norm.parameters, RandomStream.fromSeed(1)),
});
const map = () => tf.randomNormal([2, 3, 3, 2], 1, 2, 'float32', 5) as tf.Tensor4D;
const apart = (a: tf.Tensor, b: tf.Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];

it('owns the parameters of its parts', () => {
  const names = residual(layers, norm, { shortcut }).parameters.map(({ name }) => name);
  expect(names).toEqual(['a.kernel', 'n.scale', 'n.offset', 'n.mean', 'n.variance', 's.kernel']);
});

describe.each([false, true])('with relu: %s', relu => {
  const activate = (y: tf.Tensor) => (relu ? tf.relu(y) : y);

  it.each([
    ['what went in', undefined],
    ['what the shortcut makes of it', shortcut],
  ])('adds %s, in inference', (_, given) => {
    const x = map();
    const expected = tf.add(
      infer(sequence(layers, norm), x, values()),
      given === undefined ? x : infer(given, x, values()),
    );
    const layer = residual(layers, norm, { relu, ...(given && { shortcut: given }) });
    expect(apart(infer(layer, x, values()), activate(expected))).toBeLessThan(1e-6);
  });

  it('does and differentiates in training what its parts do one after the other, and reports to the norm', () => {
    const x = map();
    const weights = tf.randomNormal(x.shape, 0, 1, 'float32', 4);
    const { pass, moments } = trainingPass(values());
    const whole = residual(layers, norm, { relu, shortcut });
    const inParts = (value: tf.Tensor4D) =>
      activate(tf.add(sequence(layers, norm).apply(value, pass), shortcut.apply(value, pass)));
    const [ours, theirs] = [(value: tf.Tensor4D) => whole.apply(value, pass), inParts].map(create =>
      tf.valueAndGrad(value => tf.sum(tf.mul(create(value as tf.Tensor4D), weights)))(x),
    ) as [{ value: tf.Tensor; grad: tf.Tensor }, { value: tf.Tensor; grad: tf.Tensor }];
    expect(apart(ours.value, theirs.value)).toBeLessThan(1e-4);
    expect(apart(ours.grad, theirs.grad)).toBeLessThan(1e-4);
    expect(moments.map(({ layer }) => layer)).toEqual(['n', 'n']);
  });
});
