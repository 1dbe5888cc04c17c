import { existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestRecord } from '@arcface-ts/core';
import { fromBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { readRecords } from 'tensorboard-ts-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListedPhoto } from '../preparation/photo-list.js';
import { cutPhoto, listedPhoto, somePixels, somePoints, tinyCrop, tinyStore } from '../testing/cut-photo.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { CropStore } from './crop-store.js';
import { ExampleSchema } from './proto/example_pb.js';

let temporary: PhotoFolder;
let folder: string;
let lines: string[];
beforeEach(() => {
  temporary = new PhotoFolder();
  folder = join(temporary.path, 'crops');
  lines = [];
});
afterEach(() => temporary.remove());

const [ann1, ann2, bob1] = [listedPhoto('ann/1.jpg'), listedPhoto('ann/2.jpg'), listedPhoto('bob/1.jpg')];

function openStore(specification = tinyStore): Promise<CropStore> {
  return CropStore.open(folder, specification, line => lines.push(line));
}

/** A shard of one photo for each of them. */
async function storeOf(...photos: ListedPhoto[]): Promise<CropStore> {
  const store = await openStore();
  for (const [index, photo] of photos.entries()) await store.add([cutPhoto(photo, somePixels(index))]);
  return store;
}

function pixelsOf(crop: ManifestRecord['crop'] | undefined): number[] {
  if (!crop) throw new Error('there is no crop');
  return [...readFileSync(join(folder, crop.shard)).subarray(crop.position, crop.position + crop.length)];
}

async function examplesOf(shard: string) {
  const features = [];
  for await (const { data } of readRecords(join(folder, shard)))
    features.push(fromBinary(ExampleSchema, data).features?.feature ?? {});
  return features;
}

async function labels(): Promise<[path: string, label: number][]> {
  const features = (await Promise.all(shardFiles().map(examplesOf))).flat();
  return features.map(({ path, label }) => [
    Buffer.from(path?.kind.value?.value[0] as Uint8Array).toString(),
    Number(label?.kind.value?.value[0]),
  ]);
}

function shardFiles(): string[] {
  return readdirSync(folder).filter(name => name.endsWith('.tfrecord'));
}

describe('what was added', () => {
  it('is found, and found again by whoever opens the store later', async () => {
    const store = await storeOf(ann1, bob1);
    const again = await openStore();
    for (const opened of [store, again]) {
      expect(opened.find(ann1)).toMatchObject({ path: 'ann/1.jpg', identity: 'ann', landmarks: somePoints });
      expect(pixelsOf(opened.find(bob1)?.crop)).toEqual([...somePixels(1)]);
      expect(opened.find(ann2)).toBeUndefined();
      expect(opened.shards).toBe(2);
    }
    expect(again.find(ann1)).toEqual(store.find(ann1));
    expect(again.bytes).toBe(store.bytes);
    expect(lines).toEqual([]);
  });

  it('lies at its position byte for byte, whatever it is', async () => {
    const store = await openStore();
    const flat = fc.tuple(fc.nat(255), fc.nat(60)).map(([value, length]) => new Uint8Array(length).fill(value));
    const image = fc.oneof(fc.uint8Array({ maxLength: 200 }), flat);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(image, { minLength: 1, maxLength: 4 }), async images => {
        run++;
        const photos = images.map((_, index) => listedPhoto(`ann/${run}-${index}.jpg`));
        await store.add(photos.map((photo, index) => cutPhoto(photo, images[index])));
        expect(photos.map(photo => pixelsOf(store.find(photo)?.crop))).toEqual(images.map(bytes => [...bytes]));
      }),
      { numRuns: 30 },
    );
  });

  it('is a TFRecord of a tf.train.Example each, in order', async () => {
    const store = await openStore();
    await store.add([cutPhoto(ann1, somePixels(1)), cutPhoto(ann2), cutPhoto(bob1, somePixels(2))]);
    const examples = await examplesOf(shardFiles()[0] as string);
    expect(examples.map(({ image }) => image?.kind.value?.value)).toEqual([[somePixels(1)], [somePixels(2)]]);
    expect(examples.map(({ height }) => height?.kind.value?.value)).toEqual([[4n], [4n]]);
  });

  it('is remembered when it could not be read, in a shard of its own too', async () => {
    const store = await storeOf(ann1);
    await store.add([cutPhoto(bob1)]);
    await store.keepOnly([ann1, bob1]);
    const found = { path: 'bob/1.jpg', crop: null, problem: 'it is cut off' };
    expect(store.find(bob1)).toMatchObject(found);
    expect((await openStore()).find(bob1)).toMatchObject(found);
  });
});

it.each<[string, Partial<ListedPhoto>]>([
  ['a date', { modifiedMs: 5001 }],
  ['a size', { bytes: 1001 }],
  ['an identity', { identity: 'bob' }],
  ['landmarks', { landmarks: somePoints }],
])('does not take a photo with another of %s for the one that it has', async (_, change) => {
  await storeOf(ann1);
  const store = await openStore();
  expect(store.find({ ...ann1 })).toBeDefined();
  expect(store.find({ ...ann1, ...change })).toBeUndefined();
});

it.each([
  ['crop', { ...tinyStore, crop: { ...tinyCrop, version: 2 } }],
  ['encoding', { ...tinyStore, encoding: 'jpeg' as const }],
  ['detector', { ...tinyStore, detector: 'eyes 2' }],
])('is empty when it is opened for another %s, and for the old one after that', async (_, specification) => {
  await storeOf(ann1);
  const other = await openStore(specification);
  expect(other.find(ann1)).toBeUndefined();
  expect(shardFiles()).toEqual([]);
  await other.add([cutPhoto(bob1, somePixels(2))]);
  expect((await openStore()).find(bob1)).toBeUndefined();
});

describe('a shard', () => {
  it.each<[string, (shard: string, index: string) => void]>([
    ['whose bytes were changed', shard => writeFileSync(shard, readFileSync(shard).fill(7, 90, 91))],
    ['that was cut off', shard => truncateSync(shard, 50)],
    ['that grew', shard => writeFileSync(shard, 'more', { flag: 'a' })],
    ['without its index', (_, index) => rmSync(index)],
    ['whose index was cut off', (_, index) => truncateSync(index, 50)],
    ['whose index is another file', (_, index) => writeFileSync(index, '{"schema":1}')],
  ])('%s is told of and left out, and its photos are cut again', async (_, damage) => {
    await storeOf(ann1, bob1);
    const shard = join(folder, shardFiles()[0] as string);
    const index = shard.replace('.tfrecord', '.json');
    damage(shard, index);
    const store = await openStore();
    expect(lines).toEqual([`${shard} is not what its index says it is: its photos are cut again.`]);
    expect([existsSync(shard), existsSync(index), store.shards]).toEqual([false, false, 1]);
    expect([store.find(ann1), store.find(bob1)?.path]).toEqual([undefined, 'bob/1.jpg']);
    await store.add([cutPhoto(ann1, somePixels(3))]);
    const again = await openStore();
    expect([again.find(ann1), again.find(bob1)].map(record => pixelsOf(record?.crop))).toEqual([
      [...somePixels(3)],
      [...somePixels(1)],
    ]);
    expect(lines).toHaveLength(1);
  });

  it('that is cut anew has another name if it holds anything else, and the same if it does not', async () => {
    await storeOf(ann1);
    const [first] = shardFiles();
    rmSync(folder, { recursive: true });
    await storeOf(ann1);
    expect(shardFiles()).toEqual([first]);
    rmSync(folder, { recursive: true });
    await storeOf(bob1);
    expect(shardFiles()).not.toEqual([first]);
  });

  it('of before there were digits in names is read', async () => {
    await storeOf(ann1);
    const [shard] = shardFiles() as [string];
    renameSync(join(folder, shard), join(folder, '00000.tfrecord'));
    renameSync(join(folder, shard.replace('.tfrecord', '.json')), join(folder, '00000.json'));
    const store = await openStore();
    expect([store.find(ann1)?.path, store.shards, lines]).toEqual(['ann/1.jpg', 1, []]);
  });

  it('stays while one of its photos is wanted', async () => {
    const store = await storeOf(ann1);
    await store.add([cutPhoto(ann2, somePixels(5)), cutPhoto(bob1, somePixels(6))]);
    await store.keepOnly([bob1]);
    expect(shardFiles()).toEqual([expect.stringMatching(/^00001-/)]);
    expect(store.shards).toBe(1);
    const again = await openStore();
    expect([store, again].map(opened => opened.find(ann1))).toEqual([undefined, undefined]);
    expect(pixelsOf(again.find(bob1)?.crop)).toEqual([...somePixels(6)]);
  });
});

it('is rid of what a killed process had begun to write', async () => {
  await storeOf(ann1);
  writeFileSync(join(folder, '00001.tfrecord.7-0a1b2c3d.tmp'), 'half of it');
  await openStore();
  expect(readdirSync(folder).sort()).toEqual([expect.stringMatching(/^00000-.*\.json/), ...shardFiles(), 'store.json']);
});

it('keeps the label of an identity, over shards, runs and what was removed between them', async () => {
  const [cid, ann3] = [listedPhoto('cid/1.jpg'), listedPhoto('ann/3.jpg')];
  const first = await storeOf(bob1, ann1);
  await first.keepOnly([ann1]);
  const second = await openStore();
  await second.add([cutPhoto(cid, somePixels(1)), cutPhoto(ann3, somePixels(2)), cutPhoto(bob1, somePixels(3))]);
  expect(await labels()).toEqual([
    ['ann/1.jpg', 1],
    ['cid/1.jpg', 2],
    ['ann/3.jpg', 1],
    ['bob/1.jpg', 0],
  ]);
});
