import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { createModel, inferencePass } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { settledWeights } from './settled-weights.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const model = createModel('mobilefacenet', { embeddingSize: 16 });
const images = () => tf.randomNormal([4, 112, 112, 3], 0, 0.5, 'float32', 3) as tf.Tensor4D;

it('leave no array as it began, so that none can be mixed up unseen', () => {
  const weights = settledWeights(model, images(), RandomStream.fromSeed(1));
  expect(Object.keys(weights)).toEqual(model.parameters.map(({ name }) => name));
  const constant = Object.entries(weights).filter(([, value]) => {
    const [least, most] = [tf.min(value).dataSync()[0], tf.max(value).dataSync()[0]];
    return least === most;
  });
  expect(constant.map(([name]) => name)).toEqual([]);
});

it('give embeddings that differ from photo to photo', () => {
  const x = images();
  const embeddings = model.embed(x, inferencePass(settledWeights(model, x, RandomStream.fromSeed(1))));
  const { variance } = tf.moments(embeddings, 0);
  expect(tf.min(variance).dataSync()[0]).toBeGreaterThan(0.05);
});
