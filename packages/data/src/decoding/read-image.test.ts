import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, truncateSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { ImageReader } from './read-image.js';

let folder: PhotoFolder;
let reader: ImageReader;
beforeEach(() => {
  folder = new PhotoFolder();
  reader = new ImageReader();
});
afterEach(() => {
  reader.close();
  folder.remove();
});

const content = Uint8Array.from({ length: 200 }, (_, index) => index);
const part = { position: 0, length: 4 };

it('reads a whole file', () => {
  expect(reader.read({ path: folder.write('photo', content) })).toEqual(Buffer.from(content));
});

it('reads an empty file', () => {
  expect(reader.read({ path: folder.write('photo', '') })).toEqual(Buffer.of());
});

it('reads any part that a file has, and says of any other that it ends before', () => {
  const path = folder.write('shard', content);
  fc.assert(
    fc.property(fc.nat(250), fc.nat(250), (position, length) => {
      const end = position + length;
      const expected =
        length === 0 || end <= 200
          ? Buffer.from(content.subarray(position, end))
          : { code: 'CORRUPT', message: `the file ends before byte ${end}, where the image does` };
      expect(reader.read({ path, part: { position, length } })).toEqual(expected);
    }),
  );
});

it('hands out bytes that later reads leave alone', () => {
  const path = folder.write('shard', content);
  const first = reader.read({ path, part });
  for (let position = 100; position < 150; position++) reader.read({ path, part: { position, length: 4 } });
  expect(first).toEqual(Buffer.of(0, 1, 2, 3));
});

it('hands out a raw image until the next one is read, whatever else is read in between', () => {
  const path = folder.write('shard', content);
  const raw = (position: number, length: number) => reader.read({ path, part: { position, length }, rawSidePx: 1 });
  const first = raw(0, 6);
  reader.read({ path, part: { position: 100, length: 6 } });
  expect(first).toEqual(Buffer.of(0, 1, 2, 3, 4, 5));
  expect(raw(10, 3)).toEqual(Buffer.of(10, 11, 12));
  expect(raw(20, 8)).toEqual(Buffer.of(20, 21, 22, 23, 24, 25, 26, 27));
});

const descriptors = '/dev/fd';

describe('more files than stay open', () => {
  const count = 150;
  const paths = () => Array.from({ length: count }, (_, i) => folder.write(`${i}`, Uint8Array.of(i, i, i, i, i)));

  it('are read all the same, in any order', () => {
    const files = paths();
    const order = Array.from({ length: 5 * count }, (_, i) => (i * i + 7 * i) % count);
    for (const i of order) expect(reader.read({ path: files[i] as string, part })).toEqual(Buffer.of(i, i, i, i));
  });

  it('are closed again, and those that are open with the reader', () => {
    const before = readdirSync(descriptors).length;
    for (const path of paths()) reader.read({ path, part });
    expect(readdirSync(descriptors).length - before).toBe(64);
    reader.close();
    expect(readdirSync(descriptors)).toHaveLength(before);
  });

  it('leave those open that were used last', () => {
    const files = paths() as [string, string, ...string[]];
    for (const path of [...files.slice(0, 64), files[0], files[64] as string]) reader.read({ path, part });
    folder.remove();
    expect(reader.read({ path: files[0], part })).toEqual(Buffer.of(0, 0, 0, 0));
    expect(reader.read({ path: files[1], part })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe.each([
  ['whole', undefined],
  ['in part', part],
])('a file that is asked for %s', (_, asked) => {
  const read = (path: string) => reader.read(asked === undefined ? { path } : { path, part: asked });

  it('may be missing', () => {
    expect(read(`${folder.path}/nowhere`)).toEqual({ code: 'NOT_FOUND', message: 'there is no such file' });
  });

  it('is none when it is a folder', () => {
    expect(read(folder.path)).toEqual({ code: 'NOT_A_FILE', message: 'it is not a regular file' });
  });

  it('is none when it is a pipe, which is not opened', () => {
    const path = `${folder.path}/pipe`;
    execFileSync('mkfifo', [path]);
    // Both its ends, so that a reader that opens it all the same fails and does not wait for ever.
    const ends = openSync(path, 'r+');
    expect(read(path)).toMatchObject({ code: 'NOT_A_FILE' });
    closeSync(ends);
  });

  it('gives the code of another fault', () => {
    const path = `${folder.write('file', content)}/photo`;
    expect(read(path)).toEqual({ code: 'UNREADABLE', message: 'ENOTDIR' });
  });
});

it('refuses what is too large before it takes memory for it', () => {
  const path = folder.write('huge', '');
  const bytes = 256 * 2 ** 20 + 1;
  truncateSync(path, bytes);
  expect(reader.read({ path })).toEqual({ code: 'TOO_LARGE', message: `the file has ${bytes} bytes` });
  const whole = { position: 0, length: bytes };
  expect(reader.read({ path, part: whole })).toEqual({ code: 'TOO_LARGE', message: `it has ${bytes} bytes` });
});
