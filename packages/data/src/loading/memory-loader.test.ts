import type { Batch } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { noAugmentation } from './augmentation.js';
import { createMemoryLoader, type GreyImages, type MemoryLoaderOptions } from './memory-loader.js';

const sidePx = 4;
const count = 22;
/** Image i is all of grey 10·i but for its first pixel, which is 250. */
const source: GreyImages = {
  name: 'greys',
  images: Uint8Array.from({ length: count * sidePx ** 2 }, (_, at) =>
    at % sidePx ** 2 === 0 ? 250 : 10 * Math.floor(at / sidePx ** 2),
  ),
  labels: Uint8Array.from({ length: count }, (_, index) => index % 3),
  sidePx,
};

const loaderOf = (options: Partial<MemoryLoaderOptions> = {}) =>
  createMemoryLoader(source, { batchSize: 4, seed: 7, ...options });

const copyOf = ({ images, labels, records, size }: Batch) => ({
  images: [...images],
  labels: [...labels],
  records,
  size,
});

async function read(loader = loaderOf(), epoch = 0, fromStep = 0): Promise<ReturnType<typeof copyOf>[]> {
  const copies = [];
  for await (const batch of loader.batches(epoch, fromStep)) {
    copies.push(copyOf(batch));
    batch.release();
  }
  return copies;
}

const recordsOf = (batches: Awaited<ReturnType<typeof read>>) => batches.flatMap(({ records }) => records);

it('gives each image as RGB with its label and its name', async () => {
  const [batch] = await read(loaderOf({ order: 'sequential', batchSize: 2 }));
  const image = (grey: number) => Array.from({ length: sidePx ** 2 * 3 }, (_, at) => (at < 3 ? 250 : grey));
  expect(batch).toEqual({
    images: [...image(0), ...image(10)],
    labels: [0, 1],
    records: ['greys#0', 'greys#1'],
    size: 2,
  });
});

describe('an epoch', () => {
  it('has each image once, but for those that do not fill a batch', async () => {
    const loader = loaderOf();
    const records = recordsOf(await read(loader));
    expect([loader.stepsPerEpoch, records.length, new Set(records).size]).toEqual([5, 20, 20]);
  });

  it('has an order of its own, the same for the same seed', async () => {
    const [first, again] = [recordsOf(await read()), recordsOf(await read())];
    expect(again).toEqual(first);
    expect(recordsOf(await read(loaderOf(), 1))).not.toEqual(first);
    expect(recordsOf(await read(loaderOf({ seed: 8 })))).not.toEqual(first);
  });

  it('goes on from any step with the batches that it would have had', async () => {
    const augmentation = { ...noAugmentation, shift: 0.3, mirror: 0.5, cutOut: 0.5 };
    const whole = await read(loaderOf({ augmentation }), 2);
    expect(await read(loaderOf({ augmentation }), 2, 3)).toEqual(whole.slice(3));
    expect(await read(loaderOf({ augmentation }), 2, 5)).toEqual([]);
  });

  it('keeps the last images where it is told to', async () => {
    const batches = await read(loaderOf({ lastBatch: 'keep', order: 'sequential' }));
    expect(batches.map(({ size }) => size)).toEqual([4, 4, 4, 4, 4, 2]);
    expect(batches.at(-1)?.images).toHaveLength(2 * sidePx ** 2 * 3);
  });

  it('has only the images that count', async () => {
    const batches = await read(loaderOf({ indices: Uint32Array.of(3, 8, 21), order: 'sequential', batchSize: 3 }));
    expect(batches.map(({ records, labels }) => [records, labels])).toEqual([
      [
        ['greys#3', 'greys#8', 'greys#21'],
        [0, 2, 0],
      ],
    ]);
  });
});

it('shifts images, black outside', async () => {
  const augmentation = { ...noAugmentation, shift: 0.5 };
  const indices = Uint32Array.of(17, 18, 19, 20);
  const [plain] = await read(loaderOf({ indices }));
  const [shifted] = await read(loaderOf({ indices, augmentation }));
  expect(plain?.images).not.toContain(0);
  expect(shifted?.images).toContain(0);
  expect(shifted?.images).toContain(200);
  expect(shifted?.records).toEqual(plain?.records);
});

it('gives memory of its own to a batch that is held, and writes over one that was released', async () => {
  const [held, released] = [new Set<ArrayBufferLike>(), new Set<ArrayBufferLike>()];
  for await (const { images } of loaderOf().batches(0)) held.add(images.buffer);
  for await (const batch of loaderOf().batches(0)) {
    released.add(batch.images.buffer);
    batch.release();
    batch.release();
  }
  expect(held.size).toBe(5);
  expect(released.size).toBeLessThan(4);
});

it('refuses images and labels that do not belong together', () => {
  expect(() => createMemoryLoader({ ...source, labels: [1, 2] }, { batchSize: 1, seed: 1 })).toThrow(
    `Expected images of shape [2, 4, 4], one for each label but received ${count * 16} bytes (greys).`,
  );
});

it.each([-1, 6, 0.5])('refuses to begin at step %d of 5', async step => {
  await expect(read(loaderOf(), 0, step)).rejects.toThrow('Expected a step from 0 to 5');
});
