import { createHash } from 'node:crypto';
import type { Batch } from '@arcface-ts/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholePhoto } from '../decoding/crop-frame.js';
import { DecodePool } from '../decoding/decode-pool.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { noAugmentation } from './augmentation.js';
import { createLoader, type Loader } from './loader.js';
import type { LabelledPhoto, LoaderOptions } from './loader-options.js';

const augmentation = {
  ...noAugmentation,
  mirror: 0.5,
  shift: 0.05,
  scale: 0.1,
  brightness: 0.1,
  contrast: 0.2,
  rotation: 20,
  grey: 0.3,
  cutOut: 0.3,
};
let folder: PhotoFolder;
let photos: LabelledPhoto[];
let pool: DecodePool;

beforeAll(async () => {
  folder = new PhotoFolder();
  pool = new DecodePool({ threads: 2 });
  photos = Array.from({ length: 22 }, (_, index) => photoOf(`${index}.jpg`, 100 + index));
  await Promise.all(photos.map(({ path }, index) => folder.photo(path, { left: 10 * index, right: 5 * index })));
});
afterAll(async () => {
  await pool.close();
  folder.remove();
});

function photoOf(path: string, label: number): LabelledPhoto {
  return { path, label, image: { path: `${folder.path}/${path}` }, frame: wholePhoto };
}

function loaderOf(options: Partial<LoaderOptions> = {}): Loader {
  return createLoader({ photos, imageSizePx: 112, batchSize: 4, seed: 7, pool, ...options });
}

/** The first value of each image. */
function firstValuesOf(images: Uint8Array): number[] {
  return [...images].filter((_, index) => index % (112 * 112 * 3) === 0);
}

function copyOf({ images, labels, records, size }: Batch) {
  const pixels = createHash('sha256').update(images).digest('hex');
  return { pixels, firstValues: firstValuesOf(images), labels: [...labels], records, size };
}

async function read(loader: Loader, epoch: number, fromStep = 0): Promise<ReturnType<typeof copyOf>[]> {
  const copies = [];
  for await (const batch of loader.batches(epoch, fromStep)) {
    copies.push(copyOf(batch));
    batch.release();
  }
  return copies;
}

describe('what a batch is', () => {
  it('is the same with any number of threads', async () => {
    const results = [];
    for (const threads of [1, 3]) {
      const own = new DecodePool({ threads });
      const loader = loaderOf({ pool: own, augmentation });
      results.push(await read(loader, 2));
      await own.close();
    }
    expect(results[0]).toHaveLength(5);
    expect(results[1]).toEqual(results[0]);
  });

  it('is the same when an epoch is entered in its middle', async () => {
    const loader = loaderOf({ augmentation });
    const all = await read(loader, 1);
    expect(await read(loaderOf({ augmentation }), 1, 3)).toEqual(all.slice(3));
  });

  it('holds other photos in the next epoch', async () => {
    const loader = loaderOf();
    const [first, second] = [await read(loader, 0), await read(loader, 1)];
    expect(second.map(batch => batch.records)).not.toEqual(first.map(batch => batch.records));
  });

  it('changes with the seed', async () => {
    const [one] = await read(loaderOf(), 0);
    const [other] = await read(loaderOf({ seed: 8 }), 0);
    expect(other?.records).not.toEqual(one?.records);
  });

  it('has the label of each photo beside its pixels', async () => {
    const batches = await read(loaderOf({ order: 'sequential' }), 0);
    for (const { firstValues, labels, records } of batches) {
      for (const [index, label] of labels.entries()) {
        expect(records[index]).toBe(`${label - 100}.jpg`);
        // The left edge is 10 × the photo's number.
        expect(Math.abs((firstValues[index] as number) - 10 * (label - 100))).toBeLessThanOrEqual(3);
      }
    }
  });

  it('visits each photo at most once in an epoch', async () => {
    const records = (await read(loaderOf(), 3)).flatMap(batch => batch.records);
    expect(new Set(records).size).toBe(20);
  });
});

describe('the last photos', () => {
  it('are dropped when they do not fill a batch', async () => {
    const loader = loaderOf();
    expect(loader.stepsPerEpoch).toBe(5);
    expect((await read(loader, 0)).map(batch => batch.size)).toEqual([4, 4, 4, 4, 4]);
  });

  it('make a smaller batch when they are kept', async () => {
    const loader = loaderOf({ order: 'sequential', lastBatch: 'keep' });
    const batches = await read(loader, 0);
    expect(batches.map(batch => batch.size)).toEqual([4, 4, 4, 4, 4, 2]);
    expect(batches.flatMap(batch => batch.labels)).toEqual(photos.map(photo => photo.label));
    expect(batches.at(-1)?.firstValues).toHaveLength(2);
  });
});

describe('unreadable photos', () => {
  function withBroken(...positions: number[]): LabelledPhoto[] {
    folder.write('broken.jpg', 'no photo');
    return photos.map((photo, index) =>
      positions.includes(index) ? photoOf(index === positions[0] ? 'broken.jpg' : `gone-${index}.jpg`, -1) : photo,
    );
  }

  it('are replaced by the same readable ones in every run, and named', async () => {
    const options = { photos: withBroken(5, 11), maxCorruptFraction: 0.1, augmentation };
    const loaders = [loaderOf(options), loaderOf(options)];
    const [one, other] = await Promise.all(loaders.map(loader => read(loader, 0)));
    expect(other).toEqual(one);
    const records = one?.flatMap(batch => batch.records);
    expect(records).toHaveLength(20);
    expect(records).not.toContain('broken.jpg');
    expect(one?.flatMap(batch => batch.labels)).not.toContain(-1);
    expect(loaders[0]?.problems.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'broken.jpg CORRUPT',
      'gone-11.jpg NOT_FOUND',
    ]);
  });

  it('are replaced alike when they are known already', async () => {
    const options = { photos: withBroken(5, 11), maxCorruptFraction: 0.1 };
    const loader = loaderOf(options);
    await read(loader, 0);
    expect(await read(loader, 1)).toEqual(await read(loaderOf(options), 1));
  });

  it('leave the other photos of the batch where they were', async () => {
    const whole = (await read(loaderOf(), 0)).flatMap(batch => batch.records);
    const patched = (await read(loaderOf({ photos: withBroken(5), maxCorruptFraction: 0.1 }), 0)).flatMap(
      batch => batch.records,
    );
    expect(patched.filter((record, index) => record !== whole[index])).toHaveLength(whole.includes('5.jpg') ? 1 : 0);
  });

  it('are an error that lists them when they are too many', async () => {
    const loader = loaderOf({ photos: withBroken(1, 2, 3, 4), maxCorruptFraction: 0.1 });
    await expect(read(loader, 0)).rejects.toThrow(/all but 2 of 22 but received .*gone-\d\.jpg: NOT_FOUND/);
  });

  it('are an error at the first one in sequential order', async () => {
    await expect(read(loaderOf({ photos: withBroken(5), order: 'sequential' }), 0)).rejects.toThrow(
      /all but 0 of 22 but received broken\.jpg: CORRUPT/,
    );
  });
});

describe('the ring of slabs', () => {
  it('keeps a batch as it is until it is released', async () => {
    const loader = loaderOf({ order: 'sequential', slabs: 2 });
    let before: { batch: Batch; copy: Buffer } | undefined;
    for await (const batch of loader.batches(0)) {
      if (before) {
        expect(Buffer.from(before.batch.images).equals(before.copy)).toBe(true);
        before.batch.release();
      }
      before = { batch, copy: Buffer.from(batch.images) };
    }
  });

  it('is an error to ask for a batch while all are held', async () => {
    await expect(async () => {
      for await (const batch of loaderOf().batches(0)) expect(batch.size).toBe(4);
    }).rejects.toThrow('but received all 3 held (Loader.batches). Call batch.release()');
  });

  it('is unharmed by a batch that is released twice', async () => {
    const loader = loaderOf({ order: 'sequential' });
    const seen: number[] = [];
    for await (const batch of loader.batches(0)) {
      seen.push(...batch.labels);
      batch.release();
      batch.release();
    }
    expect(seen).toEqual(photos.slice(0, 20).map(photo => photo.label));
  });

  it('stops decoding when the loop is left, and starts anew', async () => {
    const loader = loaderOf({ augmentation });
    for await (const batch of loader.batches(0)) {
      batch.release();
      break;
    }
    expect(pool.threads.map(thread => thread.load)).toEqual([0, 0]);
    expect(await read(loader, 0)).toEqual(await read(loaderOf({ augmentation }), 0));
  });
});

describe('threads', () => {
  it('may die at every batch without changing one: nothing is lost, and nothing comes twice', async () => {
    const expected = await read(loaderOf({ augmentation }), 4);
    const copies = [];
    for await (const batch of loaderOf({ augmentation }).batches(4)) {
      copies.push(copyOf(batch));
      void pool.threads[copies.length % 2]?.worker.terminate();
      batch.release();
    }
    expect(copies).toEqual(expected);
    expect(new Set(copies.flatMap(({ records }) => records)).size).toBe(20);
  });

  it('are given up after ten that died in a row, and the epoch says so', async () => {
    const own = new DecodePool({ threads: 1 });
    const loader = loaderOf({ pool: own });
    const epoch = expect(read(loader, 0)).rejects.toThrow(
      /stay alive but received 10 that ended in a row, the last be/,
    );
    for (let death = 0; death < 10; death++) await own.threads[0]?.worker.terminate();
    await epoch;
    await own.close();
  });

  it('end with the loader that started them', async () => {
    const loader = createLoader({ photos, imageSizePx: 112, batchSize: 4, seed: 1, threads: 1 });
    expect(await read(loader, 0)).toHaveLength(5);
    await loader.close();
    await expect(read(loader, 0)).rejects.toThrow('The loader is closed');
  });
});

it('tells how long the consumer has waited', async () => {
  const loader = loaderOf();
  expect(loader.waitMs).toBe(0);
  await read(loader, 0);
  expect(loader.waitMs).toBeGreaterThan(0);
});

it('refuses a batch that the photos do not fill', () => {
  expect(() => loaderOf({ batchSize: 23 })).toThrow(/Expected photos for a batch of 23 but received 22/);
});

it('refuses a step beyond the epoch', async () => {
  await expect(read(loaderOf(), 0, 6)).rejects.toThrow('Expected a step from 0 to 5 but received 6 (Loader.batches).');
});
