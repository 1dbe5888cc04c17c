import { readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestRecord } from '@arcface-ts/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CropStore, type StoreSpecification } from '../shards/crop-store.js';
import { cutPhoto, listedPhoto, somePixels, tinyCrop, tinyStore } from '../testing/cut-photo.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { cropsKeyFile, writeCropsKey } from './crops-key.js';
import { writeManifest } from './manifest.js';
import { type PhotoListSummary, writeAbsence } from './photo-list.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const wanted = tinyStore;

function listOf(set: string, facts: Partial<PhotoListSummary> = {}): PhotoListSummary {
  const counts = { photos: 3, identities: 1, rowsWithoutPhoto: 0 };
  return { schema: 1, set, dataset: set, root: `/data/${set}`, ...counts, fingerprint: 'a'.repeat(64), ...facts };
}

/** Makes the crops of a list of three photos, in two shards; the third photo cannot be read. */
async function makeCrops(list: PhotoListSummary, wanted: StoreSpecification = tinyStore): Promise<void> {
  const store = await CropStore.open(join(folder.path, list.set, 'crops/tiny'), wanted);
  const photos = ['a/1.jpg', 'a/2.jpg', 'a/3.jpg'].map(path => listedPhoto(path));
  const [first, second, broken] = photos.map((photo, i) => cutPhoto(photo, i < 2 ? somePixels(i) : undefined));
  await store.add([first, broken] as NonNullable<typeof first>[]);
  await store.add([second as NonNullable<typeof second>]);
  const made = { aligned: 2, missed: 0, unreadable: 1, detector: 'eyes 1', shards: 2, bytes: store.bytes, seconds: 1 };
  const crop = { ...wanted.crop, encoding: 'raw' as const, folder: 'crops/tiny' };
  const records = photos.map(photo => store.find(photo) as ManifestRecord);
  await writeManifest(folder.path, { ...list, ...made, crop }, records);
}

/** A shard of the crops of CelebA, relative to its folder. */
function shard(number: number): string {
  const names = readdirSync(join(folder.path, 'celeba/crops/tiny'))
    .filter(name => name.endsWith('.tfrecord'))
    .sort();
  return join('crops/tiny', names[number] as string);
}

async function keyOf(lists: PhotoListSummary[], asked: StoreSpecification = wanted): Promise<Record<string, string>> {
  await writeCropsKey(folder.path, lists, asked);
  const text = readFileSync(join(folder.path, cropsKeyFile), 'utf8');
  return (JSON.parse(text) as { generations: Record<string, string> }).generations;
}

it.each([
  ['aligned', tinyStore],
  ['frontal', { ...tinyStore, crop: { ...tinyCrop, frontal: true as const } }],
])('stays while all %s crops are there', async (_, asked) => {
  const list = listOf('celeba');
  const first = await keyOf([list], asked);
  await makeCrops(list, asked);
  expect(await keyOf([list], asked)).toEqual(first);
  expect(await keyOf([list], asked)).toEqual(first);
  expect(Object.keys(first)).toEqual(['celeba']);
});

it('is another one each time as long as nobody makes the crops', async () => {
  const keys = [await keyOf([listOf('celeba')]), await keyOf([listOf('celeba')]), await keyOf([listOf('celeba')])];
  expect(new Set(keys.map(key => key['celeba'])).size).toBe(3);
});

describe('changes', () => {
  const list = listOf('celeba');
  let before: Record<string, string>;
  beforeEach(async () => {
    before = await keyOf([list]);
    await makeCrops(list);
  });

  it.each<[string, Partial<PhotoListSummary>]>([
    ['photos', { fingerprint: 'b'.repeat(64) }],
    ['the root', { root: '/elsewhere/celeba' }],
  ])('with %s', async (_, facts) => {
    expect(await keyOf([listOf('celeba', facts)])).not.toEqual(before);
  });

  it.each([
    ['size', { ...wanted, crop: { ...tinyCrop, imageSizePx: 4 } }],
    ['version', { ...wanted, crop: { ...tinyCrop, version: 2 } }],
    ['name', { ...wanted, crop: { ...tinyCrop, name: 'other' } }],
    ['encoding', { ...wanted, encoding: 'jpeg' as const }],
    ['detector', { ...wanted, detector: 'eyes 2' }],
  ])('when crops of another %s are asked for', async (_, asked) => {
    expect(await keyOf([list], asked)).not.toEqual(before);
  });

  it.each([
    ['the first shard', () => shard(0)],
    ['the second shard', () => shard(1)],
    ['the folder of crops', () => 'crops'],
    ['the manifest', () => 'manifest.jsonl'],
    ['its summary', () => 'summary.json'],
  ])('when %s is gone, and stays again once it was made again', async (_, gone) => {
    rmSync(join(folder.path, 'celeba', gone()), { recursive: true });
    const after = await keyOf([list]);
    expect(after).not.toEqual(before);
    rmSync(join(folder.path, 'celeba/crops'), { recursive: true, force: true });
    await makeCrops(list);
    expect(await keyOf([list])).toEqual(after);
  });

  it('when a shard is cut off', async () => {
    truncateSync(join(folder.path, 'celeba', shard(1)), 10);
    expect(await keyOf([list])).not.toEqual(before);
  });

  it('when the manifest is cut off', async () => {
    const file = join(folder.path, 'celeba/manifest.jsonl');
    folder.write('celeba/manifest.jsonl', readFileSync(file, 'utf8').slice(0, -20));
    expect(await keyOf([list])).not.toEqual(before);
  });

  it('when the set was not there for a while', async () => {
    await writeAbsence(folder.path, 'celeba', '/data');
    expect(await keyOf([list])).not.toEqual(before);
  });
});

it('of one set does not hang on another', async () => {
  const [celeba, lfw] = [listOf('celeba'), listOf('lfw')];
  const before = await keyOf([celeba, lfw]);
  await makeCrops(celeba);
  await makeCrops(lfw);
  const after = await keyOf([celeba, listOf('lfw', { fingerprint: 'c'.repeat(64) })]);
  expect(after['celeba']).toBe(before['celeba']);
  expect(after['lfw']).not.toBe(before['lfw']);
});
