import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { sgdStep } from './sgd-step.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

// 200,000 values are worked on in several blocks.
it.each([
  [1, 0.9, 0, false],
  [7, 0.5, 0.1, true],
  [200_003, 0.9, 5e-4, false],
])(
  'takes the step of the formula on %i values, with momentum %f, decay %f, Nesterov %s',
  (count, momentum, weightDecay, nesterov) => {
    const [learningRate, scale] = [0.1, 0.25];
    const [weight, velocity, gradient] = [1, 2, 3].map(seed => tf.randomNormal([count], 0, 1, 'float32', seed));
    const options = {
      learningRate: tf.scalar(learningRate),
      gradientScale: tf.scalar(scale),
      momentum,
      weightDecay,
      nesterov,
    };
    const stepped = sgdStep(weight as tf.Tensor, velocity as tf.Tensor, gradient as tf.Tensor, options);
    const [w, v, g] = [weight, velocity, gradient].map(tensor => (tensor as tf.Tensor).dataSync());
    const [newWeight, newVelocity] = [stepped.weight.dataSync(), stepped.velocity.dataSync()];
    let worst = 0;
    for (let i = 0; i < count; i++) {
      const direction = scale * (g?.[i] as number) + weightDecay * (w?.[i] as number);
      const moved = momentum * (v?.[i] as number) + direction;
      const step = nesterov ? direction + momentum * moved : moved;
      worst = Math.max(worst, Math.abs(moved - (newVelocity[i] as number)));
      worst = Math.max(worst, Math.abs((w?.[i] as number) - learningRate * step - (newWeight[i] as number)));
    }
    expect(worst).toBeLessThan(1e-6);
  },
);

it('refuses a velocity of another size', () => {
  const options = {
    learningRate: tf.scalar(1),
    gradientScale: tf.scalar(1),
    momentum: 0.9,
    weightDecay: 0,
    nesterov: false,
  };
  expect(() => sgdStep(tf.ones([3]), tf.ones([4]), tf.ones([3]), options)).toThrow(
    'weight and velocity differ in size',
  );
});
