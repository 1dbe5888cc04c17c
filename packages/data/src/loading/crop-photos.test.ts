import { join } from 'node:path';
import type { DataSummary, ManifestRecord } from '@arcface-ts/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CropSpecification, cropNames, cropOf, storedSidePx } from '../alignment/crop-specification.js';
import { DecodePool } from '../decoding/decode-pool.js';
import { decodeRgb, jpegFromRgb } from '../decoding/image-codec.js';
import { filesOf } from '../preparation/set-files.js';
import { CropStore } from '../shards/crop-store.js';
import type { CropEncoding } from '../shards/example.js';
import { cutPhoto, listedPhoto, somePixels } from '../testing/cut-photo.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { noAugmentation } from './augmentation.js';
import { hasCrop, placeOfCrops } from './crop-photos.js';
import { createLoader } from './loader.js';

let folder: PhotoFolder;
let pool: DecodePool;
beforeAll(() => {
  folder = new PhotoFolder();
  pool = new DecodePool({ threads: 2 });
});
afterAll(async () => {
  await pool.close();
  folder.remove();
});

/** Stores the images, two a shard, after a photo that could not be read. @returns what the manifest would say of them all */
async function stored(set: string, images: readonly Uint8Array[], crop: CropSpecification, encoding: CropEncoding) {
  const store = await CropStore.open(join(filesOf(folder.path, set).folder, 'crops/it'), {
    ...{ crop, encoding, detector: 'eyes' },
  });
  const photos = [listedPhoto('a/broken.jpg'), ...images.map((_, index) => listedPhoto(`a/${index}.jpg`))];
  const cut = photos.map((photo, index) => cutPhoto(photo, images[index - 1]));
  for (let first = 0; first < cut.length; first += 2) await store.add(cut.slice(first, first + 2));
  const summary = { set, crop: { ...crop, encoding, folder: 'crops/it' } } as DataSummary;
  return { summary, records: photos.map(photo => store.find(photo) as ManifestRecord) };
}

async function load({ summary, records }: Awaited<ReturnType<typeof stored>>, mirror: 0 | 1): Promise<Uint8Array[]> {
  const placed = placeOfCrops(folder.path, summary);
  const { imageSizePx } = summary.crop;
  const loader = createLoader({
    photos: records.filter(hasCrop).map(record => ({ path: record.path, label: 0, ...placed(record) })),
    ...{ imageSizePx, batchSize: 3, order: 'sequential', seed: 1, pool },
    augmentation: { ...noAugmentation, mirror },
  });
  const images: Uint8Array[] = [];
  for await (const batch of loader.batches(0)) {
    const bytes = imageSizePx ** 2 * 3;
    for (let i = 0; i < batch.size; i++) images.push(batch.images.slice(i * bytes, (i + 1) * bytes));
    batch.release();
  }
  return images;
}

/** What a net sees of a stored crop, pixel by pixel. */
function middleOf(pixels: Uint8Array, { marginPx, imageSizePx }: CropSpecification, mirrored: boolean): Uint8Array {
  const storedPx = imageSizePx + 2 * marginPx;
  return Uint8Array.from({ length: imageSizePx ** 2 * 3 }, (_, index) => {
    const [pixel, channel] = [Math.floor(index / 3), index % 3];
    const [row, column] = [Math.floor(pixel / imageSizePx), pixel % imageSizePx];
    const from = marginPx + (mirrored ? imageSizePx - 1 - column : column);
    return pixels[((marginPx + row) * storedPx + from) * 3 + channel] as number;
  });
}

describe.each(cropNames)('crops of %s', name => {
  const crop = cropOf(name);
  const sidePx = storedSidePx(crop);
  let images: Uint8Array[];
  beforeEach(() => {
    images = [1, 2, 3].map(seed => somePixels(seed, sidePx));
  });

  it.each([
    ['as they are', 0],
    ['mirrored', 1],
  ] as const)('are the middle of what is stored, %s', async (_, mirror) => {
    const loaded = await load(await stored(`${name}-${mirror}`, images, crop, 'raw'), mirror);
    const middles = images.map(pixels => middleOf(pixels, crop, mirror === 1));
    expect(loaded.map((pixels, index) => Buffer.compare(pixels, middles[index] as Uint8Array))).toEqual([0, 0, 0]);
  });

  it('are the middle of the decoded JPEG', async () => {
    const jpegs = await Promise.all(
      images.map(data => jpegFromRgb({ data, width: sidePx, height: sidePx }, { quality: 95 })),
    );
    const loaded = await load(await stored(`${name}-jpeg`, jpegs, crop, 'jpeg'), 0);
    for (const [index, jpeg] of jpegs.entries()) {
      const { data } = await decodeRgb(jpeg, { maxWidth: sidePx, maxHeight: sidePx });
      expect(Buffer.compare(loaded[index] as Uint8Array, middleOf(data, crop, false))).toBe(0);
    }
  });
});
