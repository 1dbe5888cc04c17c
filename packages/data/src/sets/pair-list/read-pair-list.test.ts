import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { readPairList } from './read-pair-list.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

function read(text: string, options: { folds?: number } = {}) {
  return readPairList(folder.write('list.txt', text), options);
}

const rows = [
  ['Ann/1.jpg', 'Ann/2.jpg', 1],
  ['Ann/1.jpg', 'Bob/1.jpg', 0],
  ['Cid/1.jpg', 'Cid/2.jpg', 1],
  ['Cid/1.jpg', 'Dan/1.jpg', 0],
] as const;
const written = (separator: string) => rows.map(row => `${row.join(separator)}\n`).join('');

describe('a plain list', () => {
  it.each([
    ['blanks', written(' ')],
    ['tabs', written('\t')],
    ['commas', written(', ')],
    ['line ends of Windows', written(' ').replaceAll('\n', '\r\n')],
    ['needless dots', written(' ').replaceAll('Ann/', './Ann/')],
  ])('with %s is read', async (_, text) => {
    const { photos, identities, pairs, folds, peopleFrom } = await read(text, { folds: 2 });
    expect(photos.map(({ path }) => path)).toEqual([
      'Ann/1.jpg',
      'Ann/2.jpg',
      'Bob/1.jpg',
      'Cid/1.jpg',
      'Cid/2.jpg',
      'Dan/1.jpg',
    ]);
    expect({ identities, folds, peopleFrom }).toEqual({
      identities: ['Ann', 'Bob', 'Cid', 'Dan'],
      folds: 2,
      peopleFrom: 'folders',
    });
    expect(pairs).toEqual([
      { first: 0, second: 1, same: true, fold: 0, firstIdentity: 0, secondIdentity: 0 },
      { first: 0, second: 2, same: false, fold: 0, firstIdentity: 0, secondIdentity: 1 },
      { first: 3, second: 4, same: true, fold: 1, firstIdentity: 2, secondIdentity: 2 },
      { first: 3, second: 5, same: false, fold: 1, firstIdentity: 2, secondIdentity: 3 },
    ]);
  });

  it('may have blanks in its paths where tabs or commas separate them', async () => {
    const { photos } = await read(written(',').replaceAll('Ann/', 'Ann Lee/'), { folds: 2 });
    expect(photos[0]?.path).toBe('Ann Lee/1.jpg');
  });

  it('is known by the SHA-256 of its bytes', async () => {
    const text = written(' ');
    expect((await read(text, { folds: 2 })).sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it.each([
    ['a label that is none', 'a b 2\n', /line 1: "a b 2" \(.*list\.txt\)/],
    ['two words', 'a b 1\na b\n', /line 2: "a b"/],
    ['four words', 'a b 1 1\n', /line 1/],
    ['a path out of the folder', 'a ../b 1\n', /line 1, a path that leaves the folder/],
    ['an absolute path', '/a b 1\n', /line 1, an absolute path/],
    ['a photo with itself', 'a b 1\nb ./b 1\n', /line 2, a photo with itself/],
    ['nothing', '\n', /an empty list/],
    ['too few pairs for ten folds', written(' '), /received 2 same pairs and 2 different ones/],
  ])('is refused for %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe("a list in LFW's way", () => {
  const official = '2\t1\nAnn\t1\t2\nAnn\t1\tBob\t1\nCid\t1\t2\nCid\t1\tDan\t1\n';

  it('keeps its folds', async () => {
    const { photos, pairs, foldsFrom } = await read(official);
    expect(photos[0]?.path).toBe('Ann/Ann_0001.jpg');
    expect(pairs.map(({ fold, same }) => [fold, same])).toEqual([
      [0, true],
      [0, false],
      [1, true],
      [1, false],
    ]);
    expect(foldsFrom).toBe('as the list has them');
  });

  it('is not dealt into other folds', async () => {
    await expect(read(official, { folds: 10 })).rejects.toThrow(
      /the 2 folds of the list but received 10 \(--folds, .*\)\. Leave --folds out/,
    );
  });

  it('of one fold is dealt', async () => {
    const view1 = '2\nAnn\t1\t2\nCid\t1\t2\nAnn\t1\tBob\t1\nCid\t1\tDan\t1\n';
    const { pairs, foldsFrom } = await read(view1, { folds: 2 });
    expect(pairs.map(({ fold }) => fold)).toEqual([0, 1, 0, 1]);
    expect(foldsFrom).toBe('dealt in the order of the list');
  });

  it('is refused for a name that leads out of the folder', async () => {
    await expect(read(official.replace('Bob', '../Bob'))).rejects.toThrow(/line 3, a path that leaves the folder/);
  });
});
