import { RandomStream } from '@arcface-ts/core';
import { evaluateVerification } from '@arcface-ts/eval';
import { expect, it } from 'vitest';
import { drawnEmbeddings, drawnPairs } from './drawn-faces.js';

it('are a set that the protocol takes, neither hopeless nor without a fault', () => {
  const size = { photos: 150, people: 90, dimension: 16 };
  const embeddings = drawnEmbeddings(size, RandomStream.fromSeed(1));
  const pairs = drawnPairs(size, { folds: 10, pairsPerKind: 20 }, RandomStream.fromSeed(2));
  const { images, accuracy, folds } = evaluateVerification(embeddings, pairs, { resamples: 1 });
  expect(images).toBe(150);
  expect(folds.map(({ same, different }) => [same, different])).toEqual(Array(10).fill([20, 20]));
  expect(accuracy.mean).toBeGreaterThan(0.6);
  expect(accuracy.mean).toBeLessThan(1);
});
