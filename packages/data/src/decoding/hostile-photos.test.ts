import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { wholePhoto } from './crop-frame.js';
import { decodePhoto } from './decode-photo.js';
import { decodeRgb, photoSize } from './image-codec.js';
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

/** Left half red, right half blue, so that turning shows. */
function halves(width = 40, height = 20): Sharp {
  const blue = { create: { width: Math.ceil(width / 2), height, channels: 3 as const, background: '#0000c8' } };
  const red = sharp({ create: { width, height, channels: 3, background: '#c80000' } });
  return red.composite([{ input: blue, left: width >> 1, top: 0 }]);
}

const plain = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 0, b: 0, alpha: 0.5 } } });

/** Noise compresses badly: half of the file is half of the photo. */
function noise(): Sharp {
  const gaussian = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  return sharp({ create: { width: 200, height: 200, channels: 3, background: '#000', noise: gaussian } });
}

const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1);

/** A JPEG that says that it has another size: in its frame, behind a marker of 0xC0, length and precision. */
function claiming(jpeg: Buffer, width: number, height: number): Buffer {
  const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0));
  jpeg.writeUInt16BE(height, frame + 5);
  jpeg.writeUInt16BE(width, frame + 7);
  return jpeg;
}

/** A bitmap of bits a pixel, and of the bytes of its rows from the bottom; with a palette of these bytes. */
function bitmap(options: { width: number; height: number; bits: number; rows: number[]; palette?: number[] }): Buffer {
  const { width, height, bits, rows, palette = [] } = options;
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + palette.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  return Buffer.concat([head, Buffer.from([...palette, ...rows])]);
}

/** A little-endian TIFF of one strip that is not there, with these tags of 32 bits. */
function tiff(tags: readonly (readonly [tag: number, value: number])[]): Buffer {
  const bytes = Buffer.alloc(8 + 2 + 12 * tags.length + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(tags.length, 8);
  for (const [index, [tag, value]] of tags.entries()) {
    const at = 10 + 12 * index;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(4, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  return bytes;
}

const svg = (content: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">${content}</svg>`);

const red = [200, 0, 0];
const pixels = (image: { data: Uint8Array }) => [[...image.data.subarray(0, 3)], [...image.data.subarray(-3)]];

type Made = () => Buffer | Promise<Buffer>;

describe('a photo that is decoded', () => {
  it.each<[string, Made, { size: [number, number]; first?: number[]; last?: number[] }]>([
    ['JPEG', () => halves().jpeg().toBuffer(), { size: [40, 20] }],
    ['progressive JPEG', () => halves().jpeg({ progressive: true }).toBuffer(), { size: [40, 20] }],
    ['CMYK JPEG', () => plain(40, 20).toColourspace('cmyk').jpeg().toBuffer(), { size: [40, 20] }],
    ['grey JPEG', () => plain(40, 20).greyscale().jpeg().toBuffer(), { size: [40, 20] }],
    ['JPEG with a colour profile', () => plain(40, 20).withIccProfile('p3').jpeg().toBuffer(), { size: [40, 20] }],
    ['PNG', () => halves().png().toBuffer(), { size: [40, 20], first: red, last: [0, 0, 200] }],
    ['16-bit PNG', () => plain(40, 20).toColourspace('rgb16').png().toBuffer(), { size: [40, 20], first: red }],
    ['PNG with transparency', () => plain(40, 20, 4).png().toBuffer(), { size: [40, 20], first: [100, 0, 0] }],
    ['WebP', () => halves().webp({ lossless: true }).toBuffer(), { size: [40, 20], first: red, last: [0, 0, 200] }],
    [
      'animated WebP, whose first picture it is',
      async () => {
        const frames = await Promise.all([plain(40, 20).png().toBuffer(), halves().negate().png().toBuffer()]);
        return sharp(frames, { join: { animated: true } })
          .webp({ lossless: true })
          .toBuffer();
      },
      { size: [40, 20], first: red },
    ],
    ['TIFF', () => plain(40, 20).tiff({ compression: 'lzw' }).toBuffer(), { size: [40, 20], first: red }],
    [
      'BMP of 24 bits, from the bottom',
      () => bitmap({ width: 1, height: 2, bits: 24, rows: [0, 0, 200, 0, 200, 0, 0, 0] }),
      { size: [1, 2], first: [0, 0, 200], last: red },
    ],
    [
      'BMP of 32 bits, from the top',
      () => bitmap({ width: 1, height: -2, bits: 32, rows: [0, 0, 200, 0, 200, 0, 0, 0] }),
      { size: [1, 2], first: red, last: [0, 0, 200] },
    ],
    [
      'BMP with a palette',
      () => bitmap({ width: 2, height: 1, bits: 8, palette: [0, 0, 0, 0, 0, 0, 200, 0], rows: [1, 0, 0, 0] }),
      { size: [2, 1], first: red, last: [0, 0, 0] },
    ],
    [
      'BMP with fewer colours than it asks for',
      () => bitmap({ width: 1, height: 1, bits: 8, rows: [255, 0, 0, 0] }),
      { size: [1, 1], first: [0, 0, 0] },
    ],
    [
      'photo that lies on its side by EXIF',
      () => halves().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).withMetadata({ orientation: 6 }).toBuffer(),
      { size: [20, 40] },
    ],
    [
      'photo that is mirrored by EXIF',
      () => halves().png().withMetadata({ orientation: 2 }).toBuffer(),
      { size: [40, 20], first: [0, 0, 200], last: red },
    ],
    ['JPEG of one pixel', () => plain(1, 1).jpeg().toBuffer(), { size: [1, 1] }],
    ['PNG of one pixel', () => plain(1, 1).png().toBuffer(), { size: [1, 1], first: red }],
    ['JPEG as wide as libjpeg takes it', () => plain(65_500, 1).jpeg().toBuffer(), { size: [65_500, 1] }],
    ['PNG 65,535 pixels wide', () => plain(65_535, 1).png().toBuffer(), { size: [65_535, 1], first: red }],
    [
      'JPEG that is a zip file and a page too',
      async () =>
        Buffer.concat([
          await halves().jpeg().toBuffer(),
          gzipSync('<script>'),
          Buffer.from('<script>alert(1)</script>PK\x05\x06'),
        ]),
      { size: [40, 20] },
    ],
  ])('%s', async (_, made, { size: [width, height], first, last }) => {
    const bytes = await made();
    // Whole, which libjpeg-turbo does where it can, and shrunk, which sharp always does.
    const whole = await decodeRgb(bytes, { maxWidth: 70_000, maxHeight: 70_000 });
    expect([whole.width, whole.height, whole.data.length]).toEqual([width, height, width * height * 3]);
    if (first) expect(pixels(whole)[0]).toEqual(first);
    if (last) expect(pixels(whole)[1]).toEqual(last);
    const shrunk = await decodeRgb(bytes, { maxWidth: 10, maxHeight: 10 });
    expect(Math.max(shrunk.width, shrunk.height)).toBe(Math.min(10, Math.max(width, height)));
    expect(await photoSize(bytes)).toEqual({ width, height });
    // What a file is called says nothing.
    expect(await photoSize(folder.write('photo.gif', bytes))).toEqual({ width, height });
  });

  it('lies upright after EXIF said how, shrunk or not', async () => {
    const lying = await halves().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).withMetadata({ orientation: 6 });
    const bytes = await lying.toBuffer();
    for (const side of [100, 10]) {
      const [first, last] = pixels(await decodeRgb(bytes, { maxWidth: side, maxHeight: side })) as [number[], number[]];
      expect(first[0]).toBeGreaterThan(150);
      expect(last[2]).toBeGreaterThan(150);
    }
  });
});

const noPhoto = /^it is no JPEG, PNG, WebP, BMP or TIFF$/;
const tooLarge = /^Input image exceeds pixel limit$/;

describe('a photo that is refused', () => {
  it.each<[string, Made, 'CORRUPT' | 'TOO_LARGE', RegExp]>([
    ['JPEG that is cut off', async () => Buffer.from(half(await noise().jpeg().toBuffer())), 'CORRUPT', /premature/i],
    ['JPEG of a header alone', async () => (await noise().jpeg().toBuffer()).subarray(0, 30), 'CORRUPT', /./],
    ['PNG that is cut off', async () => Buffer.from(half(await noise().png().toBuffer())), 'CORRUPT', /./],
    ['WebP that is cut off', async () => Buffer.from(half(await noise().webp().toBuffer())), 'CORRUPT', /./],
    ['TIFF that is cut off', async () => Buffer.from(half(await noise().tiff().toBuffer())), 'CORRUPT', /./],
    [
      'BMP that is cut off',
      () => bitmap({ width: 9, height: 9, bits: 24, rows: [0] }),
      'CORRUPT',
      /^the bitmap is cut off$/,
    ],
    [
      'BMP of a compressed kind',
      () => bitmap({ width: 1, height: 1, bits: 4, rows: [0, 0, 0, 0] }),
      'CORRUPT',
      /none of 8, 24 or 32 bits/,
    ],
    ['BMP without a pixel', () => bitmap({ width: 0, height: 1, bits: 24, rows: [] }), 'CORRUPT', /has 0×1 pixels$/],
    ['empty file', () => Buffer.alloc(0), 'CORRUPT', noPhoto],
    ['file of zeros', () => Buffer.alloc(1000), 'CORRUPT', noPhoto],
    ['text', () => Buffer.from('not a photo'), 'CORRUPT', noPhoto],
    ['JPEG that says it has no pixel', async () => claiming(await noise().jpeg().toBuffer(), 0, 0), 'CORRUPT', /./],
    [
      'JPEG that says it has 65,535 columns',
      async () => claiming(await noise().jpeg().toBuffer(), 65_535, 1),
      'CORRUPT',
      /./,
    ],
    [
      'JPEG that says it has 4 billion pixels',
      async () => claiming(await noise().jpeg().toBuffer(), 65_000, 65_000),
      'TOO_LARGE',
      tooLarge,
    ],
    [
      'PNG of 64 million pixels and more',
      () => plain(20_000, 3201).png({ compressionLevel: 1 }).toBuffer(),
      'TOO_LARGE',
      tooLarge,
    ],
    [
      'TIFF that says it has 10 billion pixels',
      () =>
        tiff([
          [256, 100_000],
          [257, 100_000],
          [258, 8],
          [259, 1],
          [262, 1],
          [273, 8],
          [277, 1],
          [278, 100_000],
          [279, 10],
        ]),
      'TOO_LARGE',
      tooLarge,
    ],
    [
      'BMP that says it has 10 billion pixels',
      () => bitmap({ width: 100_000, height: 100_000, bits: 24, rows: [0] }),
      'TOO_LARGE',
      tooLarge,
    ],
    ['GIF, animated or not', () => plain(40, 20).gif().toBuffer(), 'CORRUPT', noPhoto],
    ['AVIF', () => plain(16, 16).avif({ effort: 0 }).toBuffer(), 'CORRUPT', noPhoto],
    [
      'SVG that names another file',
      () => svg('<image href="file:///etc/passwd" width="40" height="20"/>'),
      'CORRUPT',
      noPhoto,
    ],
    [
      'SVG with an entity of another file',
      () => Buffer.from('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'),
      'CORRUPT',
      noPhoto,
    ],
    ['script that begins like a GIF', () => Buffer.from('GIF89a/*\0\0*/=1;alert(1)'), 'CORRUPT', noPhoto],
    [
      'PDF with a JPEG in it',
      async () => Buffer.concat([Buffer.from('%PDF-1.4\n'), await halves().jpeg().toBuffer()]),
      'CORRUPT',
      noPhoto,
    ],
    ['sound in a RIFF', () => Buffer.from('RIFF\x24\0\0\0WAVEfmt '), 'CORRUPT', noPhoto],
  ])('%s', async (_, made, code, message) => {
    const path = folder.write('photo.jpg', await made());
    // At half the size of the crop and at all of it: shrunk by sharp, and whole by whoever takes it.
    for (const sizePx of [4, 512]) {
      const task = { image: { path }, byteOffset: 0, frame: wholePhoto, gain: 1, bias: 0 };
      const slab = new SharedArrayBuffer(sizePx * sizePx * 3);
      expect(await decodePhoto(task, { reader, sizePx, slab })).toEqual({
        code,
        message: expect.stringMatching(message),
      });
    }
    if (message === noPhoto || message === tooLarge) await expect(photoSize(path)).rejects.toThrow(message);
  });
});

describe('what is no file', () => {
  const notAFile = { code: 'NOT_A_FILE', message: 'it is not a regular file' };

  it.each<[string, (path: string) => unknown, RegExp]>([
    ['a pipe that nobody writes to', path => execFileSync('mkfifo', [path]), /not a regular file/],
    ['a link to a device without an end', path => symlinkSync('/dev/zero', path), /not a regular file/],
    ['a link to a folder', path => symlinkSync('/', path), /not a regular file/],
  ])('%s is not read', async (_, make, message) => {
    const path = `${folder.path}/photo.jpg`;
    make(path);
    expect(reader.read({ path })).toEqual(notAFile);
    expect(reader.read({ path, part: { position: 0, length: 9 } })).toEqual(notAFile);
    await expect(photoSize(path)).rejects.toThrow(message);
  });

  it('a socket is not read', async () => {
    const path = `${folder.path}/photo.jpg`;
    const server = createServer().listen(path);
    await once(server, 'listening');
    expect(reader.read({ path })).toEqual(notAFile);
    await expect(photoSize(path)).rejects.toThrow('ENXIO');
    server.close();
  });
});
