import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { readCfp } from './cfp.js';

let folder: PhotoFolder;

/** Two people with two frontal photos and one of profile; ten folds of one same and one different pair. */
beforeEach(() => {
  folder = new PhotoFolder();
  const frontal = ['001/frontal/01.jpg', '001/frontal/02.jpg', '002/frontal/01.jpg', '002/frontal/02.jpg'];
  const profile = ['001/profile/01.jpg', '002/profile/01.jpg'];
  const list = (photos: string[]): string =>
    photos.map((photo, index) => `${index + 1} ../Data/Images/${photo}\n`).join('');
  folder.write('Protocol/Pair_list_F.txt', list(frontal));
  folder.write('Protocol/Pair_list_P.txt', list(profile));
  for (const photo of [...frontal, ...profile]) folder.write(`Data/Images/${photo}`, '');
  for (let fold = 1; fold <= 10; fold++) {
    const split = (protocol: string, kind: string): string =>
      `Protocol/Split/${protocol}/${String(fold).padStart(2, '0')}/${kind}.txt`;
    folder.write(split('FP', 'same'), '4,2\n');
    folder.write(split('FP', 'diff'), '3,1\n');
    folder.write(split('FF', 'same'), '1,2\n');
    folder.write(split('FF', 'diff'), fold === 10 ? '2,4\r\n1,3\r\n' : '2,4\n');
  }
});
afterEach(() => folder.remove());

it('pairs frontal photos with profiles under FP', async () => {
  const set = await readCfp(folder.path, { protocol: 'FP' });
  expect(set).toMatchObject({
    folds: 10,
    identities: ['001', '002'],
    photos: [
      { path: 'Data/Images/001/profile/01.jpg', identity: '001' },
      { path: 'Data/Images/002/frontal/01.jpg', identity: '002' },
      { path: 'Data/Images/002/frontal/02.jpg', identity: '002' },
      { path: 'Data/Images/002/profile/01.jpg', identity: '002' },
    ],
  });
  expect(set.pairs.slice(0, 3)).toEqual([
    { first: 2, second: 3, same: true, fold: 0, firstIdentity: 1, secondIdentity: 1 },
    { first: 1, second: 0, same: false, fold: 0, firstIdentity: 1, secondIdentity: 0 },
    { first: 2, second: 3, same: true, fold: 1, firstIdentity: 1, secondIdentity: 1 },
  ]);
  expect(set.pairs.length).toBe(20);
});

it('pairs frontal photos among themselves under FF, without the list of profiles', async () => {
  rmSync(join(folder.path, 'Protocol/Pair_list_P.txt'));
  const set = await readCfp(folder.path, { protocol: 'FF' });
  expect(set.photos.map(({ path }) => path.replace('Data/Images/', ''))).toEqual([
    '001/frontal/01.jpg',
    '001/frontal/02.jpg',
    '002/frontal/01.jpg',
    '002/frontal/02.jpg',
  ]);
  expect(set.pairs.slice(-2).map(({ first, second, fold }) => [first, second, fold])).toEqual([
    [1, 3, 9],
    [0, 2, 9],
  ]);
});

it("reads lists whose paths start from the set's folder", async () => {
  folder.write('Protocol/Pair_list_P.txt', '1 Data/Images/001/profile/01.jpg\n2 Data/Images/002/profile/01.jpg\n');
  expect((await readCfp(folder.path, { protocol: 'FP' })).photos.length).toBe(4);
});

describe('faults', () => {
  const read = () => readCfp(folder.path, { protocol: 'FP' });

  it.each([
    [
      'a list without numbers',
      'Protocol/Pair_list_P.txt',
      '../Data/Images/001/profile/01.jpg\n',
      /received line 1: .*Pair_list_P/,
    ],
    [
      'a path out of the set',
      'Protocol/Pair_list_P.txt',
      '1 ../../x/001/profile/01.jpg\n',
      /received line 1: .*Pair_list_P/,
    ],
    [
      'a number twice',
      'Protocol/Pair_list_P.txt',
      '1 ../a/b/c/1.jpg\n1 ../a/b/c/2.jpg\n',
      /each number once but received line 2/,
    ],
    [
      'a line that is no pair',
      'Protocol/Split/FP/03/same.txt',
      '4,2\n4 2\n',
      /received line 2: "4 2" \(.*FP\/03\/same\.txt\)/,
    ],
    [
      'a number that no list has',
      'Protocol/Split/FP/03/same.txt',
      '4,3\n',
      /line 1: "4,3", numbers that are not in the lists/,
    ],
    ['number 0', 'Protocol/Split/FP/03/same.txt', '0,1\n', /line 1: "0,1", numbers that are not in the lists/],
    [
      'different people as the same',
      'Protocol/Split/FP/07/same.txt',
      '3,1\n',
      /the same person but received line 1: "3,1", .*002.*001/,
    ],
    [
      'one person as different ones',
      'Protocol/Split/FP/07/diff.txt',
      '3,2\n',
      /different people but received line 1: "3,2"/,
    ],
    ['an empty split', 'Protocol/Split/FP/10/diff.txt', '\n', /received an empty file \(.*FP\/10\/diff\.txt\)/],
  ])('names %s', async (_, file, text, message) => {
    folder.write(file, text);
    await expect(read()).rejects.toThrow(message);
  });

  it('names the photos that are not there', async () => {
    rmSync(join(folder.path, 'Data/Images/002/profile'), { recursive: true });
    await expect(read()).rejects.toThrow(/photos that the pairs name but received Data\/Images\/002\/profile\/01\.jpg/);
  });

  it('names the split that is not there', async () => {
    rmSync(join(folder.path, 'Protocol/Split/FP/05'), { recursive: true });
    await expect(read()).rejects.toThrow(/received ENOENT \(.*FP\/05\/same\.txt\)\. Unpack all of cfp-dataset/);
  });
});
