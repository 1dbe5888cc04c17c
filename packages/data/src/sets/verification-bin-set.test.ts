import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jpegFromSvg } from '../decoding/image-codec.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { readVerificationBinSet } from './verification-bin-set.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

function picture(shade: number, sidePx = 112): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}"><rect width="100%" height="100%" fill="rgb(${shade},9,9)"/></svg>`;
  return jpegFromSvg(svg, { quality: 90 });
}

/** As pickle.dump((images, same), file, protocol=4) writes it, without memo and frames. */
function pickle(images: readonly Uint8Array[], same: readonly boolean[]): Buffer {
  const size = (bytes: number) => {
    const word = Buffer.alloc(4);
    word.writeUInt32LE(bytes);
    return word;
  };
  return Buffer.concat([
    Buffer.from('\x80\x04](', 'latin1'),
    ...images.flatMap(image => [Buffer.from('B'), size(image.length), image]),
    Buffer.from('e](', 'latin1'),
    ...same.map(value => Buffer.from([value ? 0x88 : 0x89])),
    Buffer.from('e\x86.', 'latin1'),
  ]);
}

/** Twenty pairs: same and different ones in turn, all of people of their own. */
async function twentyPairs(change: (images: Uint8Array[]) => void = () => undefined): Promise<string> {
  const images: Uint8Array[] = [];
  for (let shade = 0; shade < 40; shade++) images.push(await picture(6 * shade));
  change(images);
  const same = Array.from({ length: 20 }, (_, pair) => pair % 2 === 0);
  return folder.write('agedb_30.bin', pickle(images, same));
}

describe('readVerificationBinSet', () => {
  it('says where in the file each photo is', async () => {
    const file = await twentyPairs();
    const { photos } = await readVerificationBinSet(file, { sidePx: 112 });
    expect(photos).toHaveLength(40);

    const { path, position, length } = photos[7] as (typeof photos)[number];
    expect(path).toBe('agedb_30.bin#7');
    expect(readFileSync(file).subarray(position, position + length)).toEqual(Buffer.from(await picture(42)));
  });

  it('has tenths of the file for folds, as scikit-learn cuts them', async () => {
    const { pairs, folds, foldsFrom } = await readVerificationBinSet(await twentyPairs(), { sidePx: 112 });
    expect(folds).toBe(10);
    expect(pairs.map(({ fold }) => fold)).toEqual(Array.from({ length: 20 }, (_, pair) => Math.floor(pair / 2)));
    expect(foldsFrom).toBe('tenths of the file in its order');
  });

  it('has a photo that comes twice once, and joins the people of same pairs that share it', async () => {
    const file = await twentyPairs(images => {
      images[4] = images[1] as Uint8Array;
    });
    const { photos, pairs } = await readVerificationBinSet(file, { sidePx: 112 });
    expect(photos).toHaveLength(39);
    expect(pairs[2]).toMatchObject({ first: pairs[0]?.second, firstIdentity: pairs[0]?.firstIdentity });
    expect(new Set(pairs.flatMap(pair => [pair.firstIdentity, pair.secondIdentity])).size).toBe(29);
  });

  it('takes the photos of each pair for people of their own where the answers contradict each other', async () => {
    const file = await twentyPairs(images => {
      images[2] = images[0] as Uint8Array;
      images[3] = images[1] as Uint8Array;
    });
    const { pairs } = await readVerificationBinSet(file, { sidePx: 112 });
    expect(pairs[1]).toMatchObject({ first: 0, second: 1, same: false, firstIdentity: 2, secondIdentity: 3 });
    expect(pairs[0]).toMatchObject({ first: 0, second: 1, same: true, firstIdentity: 0, secondIdentity: 0 });
  });

  it('names photos of another size', async () => {
    const small = await picture(3, 96);
    const file = await twentyPairs(images => {
      images[5] = small;
    });
    await expect(readVerificationBinSet(file, { sidePx: 112 })).rejects.toThrow(
      /aligned photos of 112×112, .* received image 5: 96×96 \(.*agedb_30\.bin\)/,
    );
  });
});
