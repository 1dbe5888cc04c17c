import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { readVerificationBin } from './verification-bin.js';

/** By fixtures/make-pickles.py: what Python 3.11 with numpy 2.4, with numpy 1.26, and Python 2.7 write. */
const fixtures = JSON.parse(readFileSync(new URL('../../../fixtures/pickles.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, string>
>;

const images = [
  '\xff\xd8\xff\xe0 first \n\r\\\x00\x1a\xff\xd9',
  `\xff\xd8 second${'\x80'.repeat(300)}`,
  '\x89PNG',
  '\xef\xbb\xbfBMP',
].map(text => Buffer.from(text, 'latin1').toString('hex'));

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const cases = Object.entries(fixtures).flatMap(([python, sets]) =>
  Object.entries(sets).map(([name, encoded]) => ({ python, name, encoded })),
);
// numpy writes arrays of protocol 5 through another callable, and Python 2 bytes of protocol 0 as quoted text.
const isRefused = ({ python, name }: { python: string; name: string }): boolean =>
  /^array.*protocol 5/.test(name) || (python === 'python2' && name === 'bytes, protocol 0');

describe('what Python writes', () => {
  it.each(cases.filter(one => !isRefused(one)))('$python: $name', async ({ encoded }) => {
    const set = await readVerificationBin(folder.write('lfw.bin', Buffer.from(encoded, 'base64')));
    expect(set.images.map(image => Buffer.from(image).toString('hex'))).toEqual(images);
    expect(set.same).toEqual([true, false]);
  });

  it.each(cases.filter(isRefused))('$python: $name is refused with the way to write it', async ({ encoded }) => {
    const file = folder.write('lfw.bin', Buffer.from(encoded, 'base64'));
    await expect(readVerificationBin(file)).rejects.toThrow(
      /received (the callable numpy\.(_core|core)\.numeric\._frombuffer|STRING) \(.*lfw\.bin, byte \d+\)\..*protocol=4/,
    );
  });
});

describe('a pickle that is no set', () => {
  const read = (text: string) => readVerificationBin(folder.write('lfw.bin', Buffer.from(text, 'latin1')));
  const dtype = 'cnumpy\ndtype\n\x8c\x02u1\x85R';
  const array = 'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n\x85R';

  it.each([
    ['an odd count of images', '(C\x01al(\x88l\x86.', /1 images, 1 booleans/],
    ['no pair', ']]\x86.', /0 images, 0 booleans/],
    ['one list', '].', /a list of images and a list of booleans but received 0 values/],
    ['images that are texts', '(C\x01a\x8c\x01al(\x88l\x86.', /encoded bytes as image 1 but received text "a"/],
    ['an image of no bytes', '(C\x01aC\x00l(\x88l\x86.', /encoded bytes as image 1 but received 0 bytes/],
    ['an array that was not filled', `(C\x01a${array}l(\x88l\x86.`, /image 1 but received an empty array/],
    [
      'decoded pixels',
      `(C\x01a${array}(K\x01K\x02K\x03\x86${dtype}\x89C\x06abcdeftbl(\x88l\x86.`,
      /image 1 but received an array of shape \[2,3\]/,
    ],
    ['a label of 2', '(C\x01aC\x01bl(K\x02l\x86.', /True or False for pair 0 but received 2/],
  ])('is refused: %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('may have 1 and 0 for True and False', async () => {
    expect((await read('(C\x01aC\x01bC\x01cC\x01dl(K\x00K\x01l\x86.')).same).toEqual([false, true]);
  });
});

it('names the file that is not there', async () => {
  await expect(readVerificationBin(`${folder.path}/lfw.bin`)).rejects.toThrow(/received ENOENT \(.*lfw\.bin\)/);
});
