import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { bmpSize, decodeBmp } from './bmp.js';
import { type PhotoFormat, photoFormat } from './photo-format.js';
import { plainJpegSize } from './plain-jpeg.js';
import { TurboJpeg } from './turbo-jpeg.js';

/*
 * The one file that knows sharp, and libjpeg-turbo beside it. A decoding thread works on one image at a time: the pool is the
 * parallelism, and a cache of operations would only hold memory, because no photo is decoded twice in a row.
 */
sharp.cache(false);
sharp.concurrency(1);
const turboJpeg = new TurboJpeg();

/** Decoded pixels: [height, width, 3] RGB, row-major. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A photo of more pixels is refused before it is decoded: 64 million is above what phones take. */
export const maxPhotoPixels = 64_000_000;

/**
 * Decodes a JPEG, PNG, WebP, BMP or TIFF, whatever its name says, upright by its EXIF orientation, as 8-bit RGB: grey and CMYK are
 * converted, transparency is laid on black, and of several pictures the first one is taken.
 *
 * A JPEG of which nothing but its pixels is asked goes past sharp: the same pixels, in half the time for small photos.
 *
 * @param options.maxWidth,maxHeight a larger photo is shrunk into them, keeping its proportions; JPEG does so while decoding
 * Throws an error when the file is damaged, cut off, of another format, or above `maxPhotoPixels`, which its header tells.
 */
export async function decodeRgb(
  bytes: Uint8Array,
  options: { maxWidth: number; maxHeight: number },
): Promise<RgbImage> {
  if (fits(plainJpegSize(bytes), options)) {
    // What it refuses is left to sharp, which knows what is wrong with it or that it is of use all the same.
    const decoded = await turboJpeg.decode(bytes);
    if (decoded !== undefined) return decoded;
  }
  const { data, info } = await opened(bytes)
    .autoOrient()
    .resize({ width: options.maxWidth, height: options.maxHeight, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#000' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The photo as sharp decodes it. */
function opened(bytes: Uint8Array): Sharp {
  const format = knownFormat(bytes);
  if (format !== 'bmp') return sharp(bytes, { failOn: 'error', limitInputPixels: maxPhotoPixels });
  checkPixels(bmpSize(bytes));
  const { data, width, height } = decodeBmp(bytes);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function knownFormat(beginning: Uint8Array): PhotoFormat {
  const format = photoFormat(beginning);
  if (format === undefined) throw new Error('it is no JPEG, PNG, WebP, BMP or TIFF');
  return format;
}

/** As sharp says it. */
function checkPixels({ width, height }: { width: number; height: number }): void {
  if (width * height > maxPhotoPixels) throw new Error('Input image exceeds pixel limit');
}

/** Whether a photo needs no shrinking, and is not too large to be decoded. */
function fits(
  size: { width: number; height: number } | undefined,
  { maxWidth, maxHeight }: { maxWidth: number; maxHeight: number },
): boolean {
  if (size === undefined) return false;
  const { width, height } = size;
  return width <= maxWidth && height <= maxHeight && width * height <= maxPhotoPixels;
}

/** What comes before the pixels of a JPEG without EXIF fits in here. */
const headBytes = 4096;

/**
 * Width and height of the upright photo, from its header alone. @param source a path, or the bytes of the file
 * Throws as `decodeRgb` does, and for a path of no regular file.
 */
export async function photoSize(source: string | Uint8Array): Promise<{ width: number; height: number }> {
  const head = typeof source === 'string' ? await headOf(source) : source;
  const plain = plainJpegSize(head);
  if (plain === undefined && knownFormat(head) !== 'bmp') {
    const { autoOrient } = await sharp(source, { limitInputPixels: maxPhotoPixels }).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  }
  const size = plain ?? bmpSize(head);
  checkPixels(size);
  return size;
}

/** The first bytes of a file. A pipe is opened without waiting for whoever might write to it, and is none. */
async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Error('it is not a regular file');
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Shrinks an image to sidePx × sidePx, encodes it as a JPEG of a quality from 1 to 100, decodes it and brings it back to its size: what
 * a small or strongly compressed photo has lost is gone.
 */
export async function jpegRoundTrip(
  image: RgbImage,
  { sidePx, quality }: { sidePx: number; quality: number },
): Promise<RgbImage> {
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  const jpeg = await sharp(image.data, { raw }).resize(sidePx, sidePx, { fit: 'fill' }).jpeg({ quality }).toBuffer();
  const data = await sharp(jpeg).resize(image.width, image.height, { fit: 'fill' }).raw({ depth: 'uchar' }).toBuffer();
  return { data, width: image.width, height: image.height };
}

/** Encodes RGB pixels as a JPEG without chroma subsampling, which costs small faces more than it saves. */
export async function jpegFromRgb(image: RgbImage, { quality }: { quality: number }): Promise<Uint8Array> {
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  return sharp(image.data, { raw }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Draws an SVG and encodes it as a JPEG of the same size. */
export async function jpegFromSvg(svg: string, options: { quality: number; blurPx?: number }): Promise<Uint8Array> {
  const drawn = sharp(Buffer.from(svg)).removeAlpha();
  // sharp takes a deviation of 0.3 and more; what is less cannot be seen.
  const seen = (options.blurPx ?? 0) >= 0.3 ? drawn.blur(options.blurPx) : drawn;
  return seen.jpeg({ quality: options.quality }).toBuffer();
}

/** Draws an SVG on white and encodes it as a PNG of its size times `zoom`. Text takes the fonts of the system. */
export async function pngFromSvg(svg: string, { zoom = 1 }: { zoom?: number } = {}): Promise<Uint8Array> {
  // An SVG's own size is for 72 dots an inch.
  return sharp(Buffer.from(svg), { density: 72 * zoom })
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
}

/** Puts pictures of one width under each other, as a PNG. @param encoded of any format that libvips reads */
export async function stackPictures(encoded: readonly Uint8Array[]): Promise<Uint8Array> {
  return sharp([...encoded], { join: { across: 1 } })
    .png()
    .toBuffer();
}

/**
 * Makes a GIF of pictures of one size, over and over, each as long as `frameMs` says and the last as long as `lastFrameMs`, so that the end
 * can be looked at.
 */
export async function animatePictures(
  encoded: readonly Uint8Array[],
  { frameMs, lastFrameMs }: { frameMs: number; lastFrameMs: number },
): Promise<Uint8Array> {
  const delay = encoded.map((_, frame) => (frame === encoded.length - 1 ? lastFrameMs : frameMs));
  // sharp refuses to join a single one, which a training of one epoch leaves.
  const input = encoded.length === 1 ? encoded[0] : [...encoded];
  return sharp(input, { ...(encoded.length > 1 && { join: { animated: true } }), limitInputPixels: false })
    .gif({ delay, loop: 0 })
    .toBuffer();
}

/** Encodes RGB pixels as a PNG, for sample sheets; an interlaced one shows early and decodes slowly. */
export async function pngFromRgb(image: RgbImage, options: { interlaced?: boolean } = {}): Promise<Uint8Array> {
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  return sharp(image.data, { raw, limitInputPixels: maxPhotoPixels })
    .png({ progressive: options.interlaced ?? false, compressionLevel: 3 })
    .toBuffer();
}
