import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { lenetPlusPlus } from './lenet-plus-plus.js';
import { countParameters, inferencePass, initializeParameters } from './model.js';
import { kernelsOf } from './testing/norm-maps.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** A 5×5 convolution with a bias, and a PReLU. */
const layer = (inputs: number, outputs: number) => 25 * inputs * outputs + outputs + outputs;

it('has 797,602 parameters: six convolutions and a fully connected layer over 3·3·128', () => {
  const model = lenetPlusPlus();
  expect(model).toMatchObject({ imageSizePx: 28, colour: 'grey', embeddingSize: 2 });
  const stages = layer(1, 32) + layer(32, 32) + layer(32, 64) + layer(64, 64) + layer(64, 128) + layer(128, 128);
  expect(stages + (3 * 3 * 128 * 2 + 2)).toBe(797_602);
  expect(countParameters(model.parameters)).toBe(797_602);
});

it('halves the map of a digit three times', async () => {
  const kernels = await kernelsOf(lenetPlusPlus());
  const maps = kernels.filter(({ name }) => name === 'MaxPool').map(({ outputShapes }) => outputShapes[0]?.join('×'));
  expect(maps).toEqual(['1×14×14×32', '1×7×7×64', '1×3×3×128']);
});

it('keeps the size of what goes through at its first weights', () => {
  const model = lenetPlusPlus({ embeddingSize: 64 });
  const parameters = initializeParameters(model.parameters, RandomStream.fromSeed(1));
  const digits = tf.randomNormal([8, 28, 28, 1], 0, 1, 'float32', 3) as tf.Tensor4D;
  const embeddings = model.embed(digits, inferencePass(parameters));
  // The linear layer, uniform in ±1/√inputs, divides by √3.
  const deviation = Math.sqrt(3 * (tf.moments(embeddings).variance.dataSync()[0] as number));
  expect(deviation).toBeGreaterThan(0.5);
  expect(deviation).toBeLessThan(5);
  tf.dispose([parameters, digits]);
});
