import { createMemoryLoader } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { classifyDigits } from './classify-digits.js';
import type { EmbedBatch } from './embedding/embed-photos.js';

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

it('counts no digit as right that is as near to the centre of another class', async () => {
  const centres = tf.tensor2d([
    [1, 0],
    [2, 0],
  ]);
  expect((await classifyDigits(embed, centres, digits(0, 1, 0, 1, 0))).accuracy).toBe(0);
});

it('takes the nearest centre, whatever the lengths of embeddings and centres are', async () => {
  const centres = tf.tensor2d([
    [0.01, 0],
    [0, 100],
  ]);
  const tensors = tf.memory().numTensors;
  // 50° is nearer to 90° than to 0°.
  const { accuracy, anglesDeg, embeddings } = await classifyDigits(embed, centres, digits(0, 0, 1, 0, 0));
  expect(tf.memory().numTensors).toBe(tensors);
  expect(accuracy).toBe(3 / 5);
  expect([...anglesDeg]).toEqual([0, 10, 10, 95, 50].map(angle => expect.closeTo(angle, 1)));
  expect([embeddings.count, embeddings.dimension]).toEqual([5, 2]);
});
