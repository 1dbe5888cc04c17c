import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { readLfw } from './lfw.js';

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
  for (const photo of [
    'Bob/Bob_0001.jpg',
    'Bob/Bob_0002.jpg',
    'Ann/Ann_0001.jpg',
    'Ann/Ann_0007.jpg',
    'Zoe/Zoe_0001.jpg',
  ]) {
    folder.write(`images/${photo}`, '');
  }
});
afterEach(() => folder.remove());

const official = '1\t1\nBob\t1\t2\nBob\t2\tAnn\t1\n';
const flat = 'Ann/Ann_0001.jpg Ann/Ann_0007.jpg 1\n'.repeat(10) + 'Ann/Ann_0001.jpg Bob/Bob_0001.jpg 0\n'.repeat(10);

it('returns the photos that the pairs name, sorted, and pairs as indices', async () => {
  folder.write('pairs.txt', official);
  expect(await readLfw(folder.path)).toMatchObject({
    protocol: 'lfw-view2',
    folds: 1,
    identities: ['Ann', 'Bob'],
    photos: [
      { path: 'images/Ann/Ann_0001.jpg', identity: 'Ann' },
      { path: 'images/Bob/Bob_0001.jpg', identity: 'Bob' },
      { path: 'images/Bob/Bob_0002.jpg', identity: 'Bob' },
    ],
    pairs: [
      { first: 1, second: 2, same: true, fold: 0, firstIdentity: 1, secondIdentity: 1 },
      { first: 2, second: 0, same: false, fold: 0, firstIdentity: 1, secondIdentity: 0 },
    ],
  });
});

it('prefers the official list to the flat one', async () => {
  folder.write('pairs.txt', official);
  folder.write('lfw_test_pair.txt', flat);
  expect((await readLfw(folder.path)).protocol).toBe('lfw-view2');
});

it('says so when only the flat list was there', async () => {
  folder.write('lfw_test_pair.txt', flat);
  const set = await readLfw(folder.path);
  expect([set.protocol, set.folds, set.pairs.length]).toEqual(['lfw-flat', 10, 20]);
});

it('names line and path of a photo that is not there', async () => {
  folder.write('pairs.txt', official.replace('Ann\t1', 'Ann\t2'));
  await expect(readLfw(folder.path)).rejects.toThrow(/received line 3: images\/Ann\/Ann_0002\.jpg \(.*pairs\.txt\)/);
});

it('refuses a folder without a list of pairs', async () => {
  await expect(readLfw(folder.path)).rejects.toThrow('Expected pairs.txt or lfw_test_pair.txt but received neither');
});
