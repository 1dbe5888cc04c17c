import { type Batch, RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import type { Embed } from './embeddings.js';
import { evaluateImages } from './evaluate-images.js';
import { evaluateVerification } from './evaluate-verification.js';
import { drawVerificationSet } from './testing/draw-verification-set.js';

/** The smallest model: an image's pixels are its embedding. */
const embedPixels: Embed = async batches => {
  const pixels: number[] = [];
  let count = 0;
  for await (const batch of batches) {
    pixels.push(...batch.images);
    count += batch.size;
    batch.release();
  }
  return { data: Float32Array.from(pixels), count, dimension: 3 };
};

it('evaluates what the function made of the images, and counts them against the clock', async () => {
  const { pairs, embeddings } = drawVerificationSet(RandomStream.fromSeed(5), { folds: 3, people: 5 });
  const images = Uint8Array.from({ length: embeddings.count * 3 }, (_, index) => 1 + ((index * 37) % 250));
  let released = 0;
  async function* batches(): AsyncGenerator<Batch> {
    for (let row = 0; row < embeddings.count; row += 15) {
      const slice = images.subarray(3 * row, 3 * (row + 15));
      yield { images: slice, labels: new Int32Array(15), records: [], size: 15, release: () => released++ };
    }
  }
  const { verification, imagesPerSecond } = await evaluateImages(embedPixels, batches(), pairs, { resamples: 5 });
  const direct = { data: Float32Array.from(images), count: embeddings.count, dimension: 3 };
  expect(verification).toEqual(evaluateVerification(direct, pairs, { resamples: 5 }));
  expect(imagesPerSecond).toBeGreaterThan(0);
  expect(released).toBe(3);
});
