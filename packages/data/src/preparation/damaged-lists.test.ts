import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestRecord } from '@arcface-ts/core';
import { readDamaged } from '@arcface-ts/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CropStore } from '../shards/crop-store.js';
import { cutPhoto, listedPhoto, somePixels, tinyStore } from '../testing/cut-photo.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { readManifest, writeManifest } from './manifest.js';
import { listPhotos, readPhotoList, writeAbsence, writePhotoList } from './photo-list.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const record: ManifestRecord = {
  path: '1.jpg',
  identity: '5',
  sizePx: [89, 109],
  landmarks: null,
  alignedBy: 'fixed',
  crop: { shard: '00000.tfrecord', position: 40, length: 49_152 },
};

/** What `data:photos` and `data:faces` leave of a set of one photo. */
async function prepareSet(): Promise<void> {
  folder.write('photos/1.jpg', 'a photo');
  const facts = { set: 'celeba', dataset: 'celeba', root: join(folder.path, 'photos'), rowsWithoutPhoto: 0 };
  await writePhotoList(folder.path, await listPhotos(facts, [{ path: '1.jpg', identity: '5' }], []));
  const counts = { photos: 1, aligned: 1, missed: 0, unreadable: 0, identities: 1, shards: 1, bytes: 20, seconds: 1 };
  const crop = {
    name: 'aligned-112',
    version: 1,
    imageSizePx: 112,
    marginPx: 8,
    encoding: 'raw',
    folder: 'a',
  } as const;
  const { set, dataset, root } = facts;
  await writeManifest(
    folder.path,
    {
      schema: 1,
      set,
      dataset,
      root,
      rowsWithoutPhoto: 0,
      ...counts,
      crop,
      detector: 'eyes',
      fingerprint: 'a'.repeat(64),
    },
    [record],
  );
}

/** Damages one of a set's files, and reads what has it. */
async function damageFile(name: string, read: () => unknown): Promise<{ read: number; refused: number }> {
  const file = join(folder.path, 'celeba', name);
  return readDamaged({
    format: name,
    valid: [readFileSync(file)],
    names: join('celeba', name),
    read: bytes => {
      folder.write(join('celeba', name), bytes);
      return read();
    },
  });
}

it.each([
  ['photos.jsonl', () => readPhotoList(folder.path, 'celeba')],
  ['photos.json', () => readPhotoList(folder.path, 'celeba')],
  ['manifest.jsonl', () => readManifest(folder.path, 'celeba')],
  ['summary.json', () => readManifest(folder.path, 'celeba')],
])('a damaged %s is read, or refused by name', async (name, read) => {
  await prepareSet();
  // A summary names its list, and a list its summary: damage of one may show in the other.
  const { refused } = await damageFile(name, read);
  expect(refused).toBeGreaterThan(0);
});

it('a damaged absent.json is read, or refused by name', async () => {
  await writeAbsence(folder.path, 'celeba', '/data');
  const { refused } = await damageFile('absent.json', () =>
    readManifest(folder.path, 'celeba').catch(fault => {
      // What it says when it is read.
      if (!/^Expected a data root with celeba/.test(fault.message)) throw fault;
    }),
  );
  expect(refused).toBeGreaterThan(0);
});

it.each([
  ['list of identities', 'store.json'],
  ['index', /^00000-.*\.json$/],
  ['shard', /^00000-.*\.tfrecord$/],
])('a store with a damaged %s opens without it', async (_, pattern) => {
  const store = join(folder.path, 'celeba');
  const photo = listedPhoto('a/1.jpg');
  await (await CropStore.open(store, tinyStore)).add([cutPhoto(photo, somePixels(1))]);
  const whole = readdirSync(store).map(file => [file, readFileSync(join(store, file))] as const);
  const name = whole.map(([file]) => file).find(file => file.match(pattern)) as string;
  let found = 0;
  const { refused } = await damageFile(name, async () => {
    for (const [file, bytes] of whole) if (file !== name) folder.write(join('celeba', file), bytes);
    if ((await CropStore.open(store, tinyStore)).find(photo)) found++;
  });
  expect(refused).toBe(0);
  expect(found).toBeGreaterThan(0);
});
