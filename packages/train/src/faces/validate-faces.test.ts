import { RandomStream } from '@arcface-ts/core';
import { createLoader, makeVerificationSet } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import { createModel, initializeParameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { eagerEmbedding } from '../embedding/eager-embedding.js';
import { type DrawnPhoto, drawPhotos } from '../testing/drawn-photos.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { validateFaces } from './validate-faces.js';

const model = createModel('mobilefacenet', { embeddingSize: 16 });

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** People whose photos are all alike: whoever embeds them in their right order tells all pairs apart, trained or not. */
async function lookalikes() {
  const photos = await drawPhotos(temporaryFolder(), { identities: 20, photosEach: 2, variation: 0 });
  const validationSet = makeVerificationSet(photos, { stream: RandomStream.fromSeed(1), pairs: 20 });
  const validation = createLoader({
    photos: validationSet.photos.map(({ path }) => photos.find(photo => photo.path === path) as DrawnPhoto),
    imageSizePx: 112,
    batchSize: 8,
    seed: 1,
    order: 'sequential',
    lastBatch: 'keep',
    threads: 1,
  });
  onTestFinished(() => validation.close());
  return { validation, validationSet };
}

it('tells apart people who look alike on all of their own photos', async () => {
  const data = await lookalikes();
  const parameters = initializeParameters(model.parameters, RandomStream.fromSeed(2));
  const tensors = tf.memory().numTensors;
  const { validation, scores, meanCosine } = await validateFaces(eagerEmbedding(model, parameters), data);
  expect(tf.memory().numTensors).toBe(tensors);
  tf.dispose(parameters);

  expect(validation).toEqual({ value: 1, figures: { accuracy: 1, auc: 1 } });
  expect(scores.same).toHaveLength(10);
  expect(scores.different).toHaveLength(10);
  expect(Math.max(...scores.same)).toBeLessThan(1e-6);
  expect(Math.min(...scores.different)).toBeGreaterThan(1e-3);
  expect(meanCosine).toBeLessThan(0.9995);
});

it('goes by the AUC, which a net that sees no difference has at one half', async () => {
  const data = await lookalikes();
  const parameters = initializeParameters(model.parameters, RandomStream.fromSeed(2));
  // The last offset alone makes the embedding: all photos get the same one.
  const last = model.parameters.filter(({ role }) => role === 'scale' || role === 'offset').slice(-2);
  for (const { name, role, shape } of last) {
    parameters[name]?.dispose();
    parameters[name] = tf.fill([...shape], role === 'scale' ? 0 : 1);
  }
  const { validation, meanCosine } = await validateFaces(eagerEmbedding(model, parameters), data);
  tf.dispose(parameters);
  expect(validation.value).toBe(0.5);
  // All photos are embedded alike.
  expect(meanCosine).toBeCloseTo(1, 9);
});
