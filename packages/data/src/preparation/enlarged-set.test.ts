import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DecodePool } from '../decoding/decode-pool.js';
import { noAugmentation } from '../loading/augmentation.js';
import { hasCrop, placeOfCrops } from '../loading/crop-photos.js';
import { createLoader } from '../loading/loader.js';
import { drawProceduralFaces } from '../procedural/draw-procedural-faces.js';
import { writeEnlargedSet } from './enlarged-set.js';
import { readManifest } from './manifest.js';
import { prepareFaces } from './prepare-faces.js';

let folder: string;
let cacheFolder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'enlarged-set-'));
  cacheFolder = join(folder, 'cache');
  await drawProceduralFaces(join(folder, 'data'), {
    identities: 3,
    photosPerIdentity: 2,
    verificationIdentities: 4,
    verificationPhotosPerIdentity: 2,
    folds: 2,
    pairsPerFold: 1,
  });
  await prepareFaces({ workspace: folder, cacheFolder, data: join(folder, 'data'), set: 'celeba' });
});
afterAll(() => rm(folder, { recursive: true }));

it('has as many photos and people as are wanted, and they can be read', async () => {
  for (const photos of [20, 11]) {
    await writeEnlargedSet(cacheFolder, { from: 'celeba', set: 'large', photos, people: 7 });
    const { summary, photos: records } = await readManifest(cacheFolder, 'large');
    expect(summary).toMatchObject({ set: 'large', photos, identities: 7, aligned: photos });
    expect(new Set(records.map(({ path }) => path)).size).toBe(photos);
    expect(new Set(records.map(({ identity }) => identity)).size).toBe(7);
    const placeOf = placeOfCrops(cacheFolder, summary);
    const pool = new DecodePool({ threads: 1 });
    const loader = createLoader({
      photos: records.filter(hasCrop).map(record => ({ path: record.path, label: 0, ...placeOf(record) })),
      imageSizePx: summary.crop.imageSizePx,
      batchSize: photos,
      seed: 1,
      order: 'sequential',
      augmentation: noAugmentation,
      pool,
    });
    for await (const batch of loader.batches(0)) {
      expect(batch.size).toBe(photos);
      expect(new Set(batch.images).size).toBeGreaterThan(50);
      batch.release();
    }
    expect(loader.problems).toEqual([]);
    await loader.close();
    await pool.close();
  }
});
