import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { backwardTensors } from '../testing/backward-tensors.js';
import { newTensors } from '../testing/new-tensors.js';
import { numericGradient } from '../testing/numeric-gradient.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { batchNormWithMoments, batchNormWithMomentsAdd, batchNormOfBatch as fusedBatchNorm } from './batch-norm.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const epsilon = 1e-5;
const batchNormOfBatch = (input: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D, least: number) =>
  fusedBatchNorm(input, { scale, offset }, least);
const shape: [number, number, number, number] = [2, 3, 2, 2];
const [count, channels] = [2 * 3 * 2, 2];
// Far from mean 0 and variance 1, and different in each channel.
const x = sampleNumbers('x', count * channels).map((value, i) =>
  i % channels === 0 ? 5 + 3 * value : -1 + 0.5 * value,
);
const [scale, offset] = [
  [1.5, -0.7],
  [0.3, 2],
];
const weights = sampleNumbers('weights', count * channels);

const close = (values: readonly number[], digits = 4) => values.map(value => expect.closeTo(value, digits));
const channelOf = (values: readonly number[], channel: number) => values.filter((_, i) => i % channels === channel);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The moments of each channel in float64; the variance is divided by `count − less`. */
function momentsOf(values: readonly number[], less: number) {
  const moments = [0, 1].map(channel => {
    const own = channelOf(values, channel);
    const mean = sum(own) / count;
    return { mean, variance: sum(own.map(value => (value - mean) ** 2)) / (count - less) };
  });
  return { mean: moments.map(({ mean }) => mean), variance: moments.map(({ variance }) => variance) };
}

/** y = scale·(x − mean)/√(variance + ε) + offset in float64. */
function normalizedBy(
  values: readonly number[],
  moments: { mean: number[]; variance: number[] },
  gamma = scale,
  beta = offset,
) {
  return values.map((value, i) => {
    const channel = i % channels;
    const [g, b, mean, variance] = [gamma, beta, moments.mean, moments.variance].map(list => list?.[channel] as number);
    return ((g as number) * (value - (mean as number))) / Math.sqrt((variance as number) + epsilon) + (b as number);
  });
}

const vector = (values: readonly number[] | undefined) => tf.tensor1d([...(values as number[])]);

describe('batchNormOfBatch', () => {
  it('normalizes by the biased moments of the batch', () => {
    const { output } = batchNormOfBatch(tf.tensor4d(x, shape), vector(scale), vector(offset), epsilon);
    expect(output.shape).toEqual(shape);
    expect([...output.dataSync()]).toEqual(close(normalizedBy(x, momentsOf(x, 0))));
  });

  it('returns the mean and the unbiased variance', () => {
    const { mean, variance } = batchNormOfBatch(tf.tensor4d(x, shape), vector(scale), vector(offset), epsilon);
    const expected = momentsOf(x, 1);
    expect([...mean.dataSync()]).toEqual(close(expected.mean));
    expect([...variance.dataSync()]).toEqual(close(expected.variance));
  });

  it('makes of a constant channel its offset, and of its variance 0', () => {
    const { output, variance } = batchNormOfBatch(tf.fill([2, 2, 2, 2], 7), vector(scale), vector(offset), epsilon);
    expect([...output.dataSync()]).toEqual(Array.from({ length: 8 }, () => close(offset as number[])).flat());
    expect([...variance.dataSync()]).toEqual([0, 0]);
  });

  /** ∂ Σ weights·y of x, scale and offset. */
  function gradientsThrough(normalize: (x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D) => tf.Tensor) {
    const loss = (...values: tf.Tensor[]) => {
      const [input, gamma, beta] = values as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
      return tf.sum(tf.mul(tf.tensor4d(weights, shape), normalize(input, gamma, beta))) as tf.Scalar;
    };
    return tf.tidy(() =>
      tf
        .grads(loss)([tf.tensor4d(x, shape), vector(scale), vector(offset)])
        .map(gradient => [...gradient.dataSync()]),
    );
  }

  const ours = () => gradientsThrough((...values) => batchNormOfBatch(...values, epsilon).output);

  it('has the gradients that finite differences give', () => {
    const loss = (values: readonly number[], gamma = scale, beta = offset) =>
      sum(normalizedBy(values, momentsOf(values, 0), gamma, beta).map((y, i) => y * (weights[i] as number)));
    expect(ours()).toEqual([
      close(numericGradient(values => loss(values), x)),
      close(numericGradient(gamma => loss(x, [...gamma]), scale as number[])),
      close(numericGradient(beta => loss(x, scale, [...beta]), offset as number[])),
    ]);
  });

  it("has the gradients of tfjs's composed formula", () => {
    const composed = gradientsThrough((input, gamma, beta) => {
      const { mean, variance } = tf.moments(input, [0, 1, 2]);
      return tf.batchNorm4d(input, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, epsilon);
    });
    expect(ours()).toEqual(composed.map(gradient => close(gradient)));
  });

  it('leaves no tensor behind but its output and the moments, which the caller disposes', () => {
    const inputs = [tf.tensor4d(x, shape), vector(scale), vector(offset)] as const;
    expect(newTensors(() => ({ ...batchNormOfBatch(...inputs, epsilon) }))).toBe(0);
  });

  it('leaves no tensor behind after a gradient but the moments, which outlive every scope', () => {
    const inputs = [tf.tensor4d(x, shape), vector(scale), vector(offset)];
    const work = () => {
      const moments: tf.Tensor[] = [];
      const { value, grads } = tf.valueAndGrads((...values) => {
        const [input, gamma, beta] = values as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
        const { output, mean, variance } = batchNormOfBatch(input, gamma, beta, epsilon);
        moments.push(mean, variance);
        return tf.sum(tf.square(output));
      })(inputs);
      expect(moments.map(moment => moment.isDisposed)).toEqual([false, false]);
      return [value, ...grads, ...moments];
    };
    expect(newTensors(work)).toBe(0);
  });

  it('adds its three gradients and nothing else while the backward pass goes on', () => {
    const [gamma, beta] = [vector(scale), vector(offset)];
    const normalize = (input: tf.Tensor4D) => batchNormOfBatch(input, gamma, beta, epsilon).output;
    expect(backwardTensors(normalize, tf.tensor4d(x, shape))).toBe(3);
  });

  it('refuses a scale or an offset for another number of channels', () => {
    const normalize = (gamma: number[], beta: number[]) => () =>
      batchNormOfBatch(tf.zeros(shape), vector(gamma), vector(beta), epsilon);
    expect(normalize([1, 1, 1], [0, 0])).toThrow(
      new ShapeError('Expected x of shape [batch, height, width, 3] but received [2, 3, 2, 2] (batchNormOfBatch).'),
    );
    expect(normalize([1, 1], [0])).toThrow('Expected offset of shape [2] but received [1] (batchNormOfBatch).');
  });
});

describe('batchNormWithMoments', () => {
  const moments = { mean: [4, -2], variance: [2.5, 0.3] };
  const tensors = () => ({
    scale: vector(scale),
    offset: vector(offset),
    mean: vector(moments.mean),
    variance: vector(moments.variance),
  });

  it('normalizes by the moments it is given, not by those of the batch', () => {
    const output = batchNormWithMoments(tf.tensor4d(x, shape), tensors(), epsilon);
    expect([...output.dataSync()]).toEqual(close(normalizedBy(x, moments)));
  });

  it('ends in a PReLU where there is a slope', () => {
    const plain = batchNormWithMoments(tf.tensor4d(x, shape), tensors(), epsilon);
    const output = batchNormWithMoments(tf.tensor4d(x, shape), { ...tensors(), slope: vector([0.5, 0]) }, epsilon);
    const expected = [...plain.dataSync()].map((value, i) => (value > 0 ? value : value * (i % 2 === 0 ? 0.5 : 0)));
    expect([...output.dataSync()]).toEqual(close(expected));
  });

  it('leaves its input as it was', () => {
    const input = tf.tensor4d(x, shape);
    batchNormWithMoments(input, tensors(), epsilon);
    expect([...input.dataSync()]).toEqual([...Float32Array.from(x)]);
  });

  it('leaves no tensor behind but its output', () => {
    const [input, parameters] = [tf.tensor4d(x, shape), tensors()];
    expect(newTensors(() => batchNormWithMoments(input, parameters, epsilon))).toBe(0);
  });

  it('refuses parameters for another number of channels', () => {
    expect(() => batchNormWithMoments(tf.zeros([1, 1, 1, 3]), tensors(), epsilon)).toThrow(
      new ShapeError('Expected x of shape [batch, height, width, 2] but received [1, 1, 1, 3] (batchNormWithMoments).'),
    );
  });
});

describe('batchNormWithMomentsAdd', () => {
  const parameters = () => ({
    scale: vector(scale),
    offset: vector(offset),
    mean: vector([4, -2]),
    variance: vector([2.5, 0.3]),
  });
  const addend = () => tf.tensor4d(weights, shape);

  it.each([false, true])('normalizes by the moments it is given and adds, with relu %s', relu => {
    const normalized = normalizedBy(x, { mean: [4, -2], variance: [2.5, 0.3] });
    const sums = normalized.map((value, i) => value + (weights[i] as number));
    const output = batchNormWithMomentsAdd(tf.tensor4d(x, shape), parameters(), addend(), { epsilon, relu });
    expect([...output.dataSync()]).toEqual(close(relu ? sums.map(value => Math.max(value, 0)) : sums));
  });

  it('leaves no tensor behind but its output', () => {
    const [input, given, added] = [tf.tensor4d(x, shape), parameters(), addend()];
    expect(newTensors(() => batchNormWithMomentsAdd(input, given, added, { epsilon, relu: true }))).toBe(0);
  });

  it('refuses an addend of another shape', () => {
    const add = () => batchNormWithMomentsAdd(tf.zeros(shape), parameters(), tf.zeros([1, 3, 2, 2]), { epsilon });
    expect(add).toThrow(
      new ShapeError('Expected addend of shape [2, 3, 2, 2] but received [1, 3, 2, 2] (batchNormWithMomentsAdd).'),
    );
  });
});
