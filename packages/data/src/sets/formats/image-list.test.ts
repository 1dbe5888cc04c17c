import { posix, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { parseImageList, pathFault, readImageList } from './image-list.js';

describe('parseImageList', () => {
  it('reads paths and labels, names and numbers', () => {
    expect(parseImageList('ann/1.jpg 0\n\nbob/2.jpg  Bob_Lee\r\n', 'list.txt')).toEqual([
      { path: 'ann/1.jpg', identity: '0' },
      { path: 'bob/2.jpg', identity: 'Bob_Lee' },
    ]);
  });

  it('reads spaces in paths and labels beside a tab', () => {
    expect(parseImageList('\uFEFFann lee/my photo.jpg\tAnn Lee\n', 'list.txt')).toEqual([
      { path: 'ann lee/my photo.jpg', identity: 'Ann Lee' },
    ]);
  });

  it('names lines with a word too many or too few', () => {
    expect(() => parseImageList('a.jpg 1\nmy photo.jpg 1\nb.jpg\nc.jpg\t \n', 'list.txt')).toThrow(
      /received line 2: "my photo\.jpg 1"; line 3: "b\.jpg"; line 4: "c\.jpg\\t " \(list\.txt\)/,
    );
  });

  it('names both lines of a photo that comes twice, however it is written', () => {
    expect(() => parseImageList('ann/1.jpg 0\nb.jpg 1\n./ann//1.jpg 0\n', 'list.txt')).toThrow(
      'one line a photo but received line 3: ann/1.jpg, as in line 1 (list.txt)',
    );
  });

  it.each([
    ['../b.jpg', 'a path that leaves the folder'],
    ['ann/../../b.jpg', 'a path that leaves the folder'],
    ['/etc/passwd', 'an absolute path'],
    ['C:/b.jpg', 'an absolute path'],
    ['..\\b.jpg', 'a path with backslashes'],
    ['a\0b.jpg', 'a path with a zero byte'],
    ['ann/..', 'a path of no file'],
    ['ann/', 'a path of no file'],
  ])('refuses %j', (path, fault) => {
    expect(() => parseImageList(`a.jpg 1\n${path} 1\n`, 'list.txt')).toThrow(
      `received line 2: ${JSON.stringify(`${path} 1`)}, ${fault} (list.txt)`,
    );
  });

  it('lets no path out of the folder', () => {
    const piece = fc.constantFrom('..', '.', '', 'a', '..a', 'a..', '...');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), pieces => {
        const path = pieces.join('/');
        const inside = resolve('/set/photos', path).startsWith('/set/photos/');
        if (pathFault(path) === undefined) expect(inside).toBe(true);
        else expect(inside && !posix.isAbsolute(path) && !posix.normalize(path).endsWith('/')).toBe(false);
      }),
    );
  });

  it('refuses an empty list', () => {
    expect(() => parseImageList('\n\n', 'list.txt')).toThrow('received an empty list (list.txt)');
  });
});

describe('readImageList', () => {
  let folder: PhotoFolder;

  beforeEach(() => {
    folder = new PhotoFolder();
  });
  afterEach(() => folder.remove());

  it('reads a file', async () => {
    expect(await readImageList(folder.write('list.txt', 'a.jpg 1'))).toEqual([{ path: 'a.jpg', identity: '1' }]);
  });

  it('names the file that is not there', async () => {
    await expect(readImageList(`${folder.path}/none.txt`)).rejects.toThrow(/received ENOENT \(.*none\.txt\)/);
  });
});
