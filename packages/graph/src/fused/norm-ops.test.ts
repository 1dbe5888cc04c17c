import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { numericGradient } from '../testing/numeric-gradient.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { batchNormAdd, batchNormOfBatch, normalize } from './batch-norm.js';
import { relu as rectify } from './element-wise.js';
import { ownNorm, ownNormAdd, ownNormPrelu, tensorflowNorm } from './norm-ops.js';
import { prelu } from './prelu.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const epsilon = 1e-5;

/** Value, moments and gradients of Σ weights·y, of a normalization of random numbers. */
function measure(
  shape: [number, number, number, number],
  more: 'nothing' | 'slope' | 'addend',
  run: (inputs: tf.Tensor[]) => ReturnType<typeof normalize>,
) {
  const channels = shape[3];
  const count = shape.reduce((product, length) => product * length, 1);
  return tf.tidy(() => {
    const inputs = [
      tf.tensor4d(
        sampleNumbers('x', count).map((value, i) => 2 * value + (i % channels)),
        shape,
      ),
      ...['scale', 'offset', ...(more === 'slope' ? ['slope'] : [])].map(name =>
        tf.tensor1d(sampleNumbers(name, channels)),
      ),
      ...(more === 'addend' ? [tf.tensor4d(sampleNumbers('addend', count), shape)] : []),
    ];
    const weights = tf.tensor4d(sampleNumbers('weights', count), shape);
    let seen: ReturnType<typeof normalize> | undefined;
    const { value, grads } = tf.valueAndGrads((...values) => {
      seen = run(values);
      return tf.sum(tf.mul(weights, seen.output)) as tf.Scalar;
    })(inputs);
    const { mean, variance } = seen as ReturnType<typeof normalize>;
    return [value, mean, variance, ...grads].map(tensor => [...tensor.dataSync()]);
  });
}

/** Three digits behind the point, fewer where a list holds large numbers. */
function expectAlike(ours: readonly number[][], theirs: readonly number[][]): void {
  for (const [i, values] of ours.entries()) {
    const scale = Math.max(1, ...values.map(Math.abs));
    expect(values).toEqual(theirs[i]?.map(value => expect.closeTo(value, 3 - Math.log10(scale))));
  }
}

const shapes: [number, number, number, number][] = [
  [1, 1, 3, 1],
  [2, 5, 7, 3],
  [4, 9, 9, 64],
  // More values than a block of the kernels holds, in rows that do not fill the last one.
  [3, 40, 41, 16],
];

describe.each(shapes)('on %i×%i×%i×%i', (...shape) => {
  it("normalizes as TensorFlow's own op does, gradients included", () => {
    const [ours, theirs] = [ownNorm, tensorflowNorm].map(op =>
      measure(shape, 'nothing', inputs => normalize(op(epsilon), inputs)),
    );
    expectAlike(ours as number[][], theirs as number[][]);
  });

  it("with PReLU equals TensorFlow's norm followed by PReLU, gradients included", () => {
    const ours = measure(shape, 'slope', inputs => normalize(ownNormPrelu(epsilon), inputs));
    const theirs = measure(shape, 'slope', ([x, scale, offset, slope]) => {
      const normalized = normalize(tensorflowNorm(epsilon), [x, scale, offset] as tf.Tensor[]);
      return { ...normalized, output: prelu(normalized.output, slope as tf.Tensor1D) };
    });
    expectAlike(ours, theirs);
  });

  it.each([false, true])(
    "with an addition equals TensorFlow's norm followed by it, gradients included; and a ReLU: %s",
    relu => {
      const ours = measure(shape, 'addend', inputs => normalize(ownNormAdd(epsilon, { relu }), inputs));
      const theirs = measure(shape, 'addend', ([x, scale, offset, addend]) => {
        const normalized = normalize(tensorflowNorm(epsilon), [x, scale, offset] as tf.Tensor[]);
        const sum = tf.add(normalized.output, addend as tf.Tensor) as tf.Tensor4D;
        return { ...normalized, output: relu ? rectify(sum) : sum };
      });
      expectAlike(ours, theirs);
    },
  );
});

it('gives the same bits each time', () => {
  const once = () => measure([3, 40, 41, 16], 'slope', inputs => normalize(ownNormPrelu(epsilon), inputs));
  expect(once()).toEqual(once());
});

it('has the slope gradient that finite differences give', () => {
  const x = tf.tensor4d(sampleNumbers('x', 24), [2, 3, 2, 2]);
  const [scale, offset] = [tf.tensor1d([1.5, -0.7]), tf.tensor1d([0.3, 0.2])];
  const loss = (slope: tf.Tensor1D) =>
    tf.sum(tf.square(batchNormOfBatch(x, { scale, offset, slope }, epsilon).output)) as tf.Scalar;
  const numeric = numericGradient(slope => loss(tf.tensor1d([...slope])).dataSync()[0] as number, [0.25, 0.1], 0.01);
  const gradient = tf.grad(slope => loss(slope as tf.Tensor1D))(tf.tensor1d([0.25, 0.1]));
  expect([...gradient.dataSync()]).toEqual(numeric.map(value => expect.closeTo(value, 2)));
});

it('keeps its digits where the mean is large beside the deviation', () => {
  const x = tf.tensor4d([1000, 1000.5, 1001, 1001.5], [4, 1, 1, 1]);
  const { output } = batchNormOfBatch(x, { scale: tf.tensor1d([1]), offset: tf.tensor1d([0]) }, epsilon);
  const deviation = Math.sqrt(0.3125 + epsilon);
  expect([...output.dataSync()]).toEqual([-0.75, -0.25, 0.25, 0.75].map(value => expect.closeTo(value / deviation, 4)));
});

it('refuses an addend of another shape', () => {
  const [scale, offset] = [tf.tensor1d([1]), tf.tensor1d([0])];
  expect(() => batchNormAdd(tf.zeros([2, 2, 2, 1]), { scale, offset }, tf.zeros([2, 2, 1, 1]), { epsilon })).toThrow(
    'Expected addend of shape [2, 2, 2, 1] but received [2, 2, 1, 1] (batchNormAdd).',
  );
});
