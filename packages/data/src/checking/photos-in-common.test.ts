import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boxFrame, type CropFrame, wholePhoto } from '../decoding/crop-frame.js';
import { DecodePool } from '../decoding/decode-pool.js';
import { jpegFromSvg } from '../decoding/image-codec.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { photosInCommon } from './photos-in-common.js';

let folder: PhotoFolder;
let pool: DecodePool;
beforeEach(() => {
  folder = new PhotoFolder();
  pool = new DecodePool({ threads: 1 });
});
afterEach(async () => {
  await pool.close();
  folder.remove();
});

/** A photo of bars of these lengths. */
async function barred(path: string, lengths: readonly number[]): Promise<string> {
  const bars = lengths
    .map((length, row) => `<rect y="${20 * row}" width="${length}" height="12" fill="#fff"/>`)
    .join('');
  const background = '<rect width="160" height="160" fill="#345"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160">${background}${bars}</svg>`;
  return folder.write(path, await jpegFromSvg(svg, { quality: 90 }));
}

const first = [30, 90, 50, 120, 20, 140, 70, 10];
const second = [120, 20, 100, 40, 150, 30, 90, 130];

function find(one: [path: string, frame: CropFrame][], other: [path: string, frame: CropFrame][], key = 'one') {
  const crops = (set: typeof one) => set.map(([path, frame]) => ({ image: { path }, frame }));
  return photosInCommon(
    { crops: crops(one), key },
    { crops: crops(other), key: 'other' },
    { cacheFolder: join(folder.path, 'cache'), pool },
  );
}

const crop = boxFrame({ left: 0.1, top: 0.1, width: 0.8, height: 0.8 });
const shifted = boxFrame({ left: 0.105, top: 0.1, width: 0.8, height: 0.8 });

describe('photosInCommon', () => {
  it('finds a photo whose crop the other set has nearly at the same place, and none else', async () => {
    const [a, b, c] = [await barred('a', first), await barred('b', second), await barred('c', second.toReversed())];
    const found = await find(
      [
        [c, crop],
        [a, crop],
      ],
      [
        [b, crop],
        [a, wholePhoto],
        [a, shifted],
      ],
    );
    expect(found).toEqual([{ photo: 1, other: 2, correlation: expect.closeTo(0.99, 1) }]);
  });

  it('names the most alike of several', async () => {
    const a = await barred('a', first);
    const [found] = await find(
      [[a, crop]],
      [
        [a, shifted],
        [a, crop],
      ],
    );
    expect(found).toEqual({ photo: 0, other: 1, correlation: expect.closeTo(1, 9) });
  });

  it('takes nothing for a copy of a photo of one colour', async () => {
    const a = await folder.photo('grey.jpg', { left: 90 });
    expect(await find([[a, wholePhoto]], [[a, wholePhoto]])).toEqual([]);
  });

  it('keeps hashes by their key', async () => {
    const a = await barred('a', first);
    await find([[a, crop]], [[a, crop]]);
    const gone = join(folder.path, 'gone');
    await expect(find([[gone, crop]], [[a, crop]], 'another')).rejects.toThrow(/gone: there is no such file/);
    expect(readdirSync(join(folder.path, 'cache', 'crop-hashes'))).toHaveLength(2);
    // Of another photo now, but under the old key: what was kept says that it is near, and its pixels that it is not.
    const b = await barred('b', second);
    expect(await find([[b, crop]], [[a, crop]])).toEqual([]);
  });
});
