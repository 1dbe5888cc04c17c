import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { plainJpegSize } from './plain-jpeg.js';

const photo = (): Sharp => sharp({ create: { width: 20, height: 10, channels: 3, background: '#c86432' } });

describe('plainJpegSize', () => {
  it.each<[string, () => Sharp]>([
    ['baseline', () => photo().jpeg()],
    ['progressive', () => photo().jpeg({ progressive: true })],
    ['without chroma subsampling', () => photo().jpeg({ chromaSubsampling: '4:4:4' })],
  ])('is that of a JPEG which is %s', async (_, made) => {
    expect(plainJpegSize(await made().toBuffer())).toEqual({ width: 20, height: 10 });
  });

  it.each<[string, () => Sharp]>([
    ['EXIF', () => photo().jpeg().withMetadata({ orientation: 6 })],
    ['a colour profile', () => photo().jpeg().withIccProfile('p3')],
    ['one component', () => photo().toColourspace('b-w').jpeg()],
    ['four components', () => photo().toColourspace('cmyk').jpeg()],
    ['another format', () => photo().png()],
  ])('is not told of a file with %s', async (_, made) => {
    expect(plainJpegSize(await made().toBuffer())).toBeUndefined();
  });

  it('is not told of a file that ends before its pixels', async () => {
    const bytes = await photo().jpeg().toBuffer();
    const scan = bytes.indexOf(Buffer.of(0xff, 0xda));
    expect(plainJpegSize(bytes.subarray(0, scan + 4))).toBeDefined();
    for (let length = 0; length < scan + 2; length++) expect(plainJpegSize(bytes.subarray(0, length))).toBeUndefined();
  });

  it('throws for no bytes whatever', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), bytes => void plainJpegSize(bytes)));
    const behindStart = (bytes: Uint8Array): Uint8Array => Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, ...bytes);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), bytes => void plainJpegSize(behindStart(bytes))));
  });
});
