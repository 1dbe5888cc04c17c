import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cosineHead } from './class-head.js';
import { linearHead } from './linear-head.js';
import { initializeParameters } from './model.js';
import { subCentreHead } from './sub-centres.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const [classes, embeddingSize] = [3, 4];
const heads = {
  cosine: cosineHead(classes, embeddingSize),
  'sub-centre': subCentreHead(classes, embeddingSize, 2),
  linear: linearHead(classes, embeddingSize),
};
const embeddings = () =>
  tf.tensor2d([
    [1, -2, 3, 0.5],
    [-4, 1, 0.2, 2],
  ]);

describe.each(Object.entries(heads))('the %s head', (_, head) => {
  const parameters = () => initializeParameters(head.parameters, RandomStream.fromSeed(1));

  it('gives scores and cosines of each class, and both have a gradient', () => {
    const { scores, cosines } = head.apply(embeddings(), parameters());
    expect([scores.shape, cosines.shape]).toEqual([
      [2, classes],
      [2, classes],
    ]);
    expect(Math.max(...tf.abs(cosines).dataSync())).toBeLessThanOrEqual(1);
    for (const name of ['scores', 'cosines'] as const) {
      const gradient = tf.grad(x => head.apply(x as tf.Tensor2D, parameters())[name])(embeddings());
      expect(Math.max(...tf.abs(gradient).dataSync())).toBeGreaterThan(0);
    }
  });

  it('trains all its parameters', () => {
    const values = parameters();
    const names = Object.keys(values);
    const scores = (...tensors: tf.Tensor[]) =>
      tf.sum(
        tf.square(
          head.apply(embeddings(), Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor]))).scores,
        ),
      );
    for (const gradient of tf.grads(scores)(Object.values(values))) {
      expect(Math.max(...tf.abs(gradient).dataSync())).toBeGreaterThan(0);
    }
  });

  it('leaves no tensor behind but its result inside a scope', () => {
    const [x, values] = [embeddings(), parameters()];
    expect(newTensors(() => tf.tidy(() => head.apply(x, values).scores))).toBe(0);
  });
});
