import { createMemoryLoader } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import { cosineHead, linearHead } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { EmbedBatch } from '../embedding/embed-photos.js';
import { classifyDigits } from './classify-digits.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Images of one pixel, whose grey is the direction of their embedding in degrees. */
const directions = [0, 10, 80, 95, 50];
const embed: EmbedBatch = async ({ images, size }) =>
  Float32Array.from({ length: 2 * size }, (_, at) => {
    const angle = ((images[3 * Math.floor(at / 2)] as number) * Math.PI) / 180;
    return 7 * (at % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
const digits = (...labels: number[]) => ({
  loader: createMemoryLoader(
    { name: 'digits', images: Uint8Array.from(directions), labels, sidePx: 1 },
    { batchSize: 2, seed: 1, order: 'sequential', lastBatch: 'keep' },
  ),
  labels: Uint8Array.from(labels),
});

const withCentres = (...centres: number[][]) => ({
  head: cosineHead(centres.length, 2),
  parameters: { centres: tf.tensor2d(centres) },
});

it('counts no digit as right that is as near to the centre of another class', async () => {
  const { accuracy } = await classifyDigits(embed, withCentres([1, 0], [2, 0]), digits(0, 1, 0, 1, 0));
  expect(accuracy).toBe(0);
});

it('goes by the score where lengths count, and measures the angle all the same', async () => {
  // Of the embeddings (7, 0) and (7·cos 10°, 7·sin 10°) and so on, 10 is added to the score of the second class.
  const given = { ...withCentres([1, 0], [0, 1]).parameters, 'centres.bias': tf.tensor1d([0, 10]) };
  const classified = await classifyDigits(embed, { head: linearHead(2, 2), parameters: given }, digits(0, 1, 1, 1, 1));
  expect(classified.accuracy).toBe(4 / 5);
  expect([...classified.anglesDeg]).toEqual([0, 80, 10, 5, 40].map(angle => expect.closeTo(angle, 1)));
});

it('takes the nearest centre, whatever the lengths of embeddings and centres are', async () => {
  const centres = withCentres([0.01, 0], [0, 100]);
  const tensors = tf.memory().numTensors;
  // 50° is nearer to 90° than to 0°.
  const { accuracy, anglesDeg, embeddings } = await classifyDigits(embed, centres, digits(0, 0, 1, 0, 0));
  expect(tf.memory().numTensors).toBe(tensors);
  expect(accuracy).toBe(3 / 5);
  expect([...anglesDeg]).toEqual([0, 10, 10, 95, 50].map(angle => expect.closeTo(angle, 1)));
  expect([embeddings.count, embeddings.dimension]).toEqual([5, 2]);
});
