import sharp from 'sharp';

/*
 * The one file that knows sharp. A decoding thread works on one image at a time: the pool is the parallelism, and a
 * cache of operations would only hold memory, because no photo is decoded twice in a row.
 */
sharp.cache(false);
sharp.concurrency(1);

/** A rectangle of the upright photo, in fractions of its width and height. */
export interface CropBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Decoded pixels: [height, width, 3] RGB, row-major. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A photo of more pixels is refused before it is decoded: 64 million is above what phones take. */
export const maxPhotoPixels = 64_000_000;

/**
 * Decodes a photo of any format that libvips reads, upright by its EXIF orientation, as 8-bit RGB: grey and CMYK are
 * converted, transparency is laid on black.
 *
 * @param options.maxWidth,maxHeight a larger photo is shrunk into them, keeping its proportions; JPEG does so while decoding
 * Throws sharp's error when the file is damaged, cut off, of no known format, or above `maxPhotoPixels`.
 */
export async function decodeRgb(
  bytes: Uint8Array,
  options: { maxWidth: number; maxHeight: number },
): Promise<RgbImage> {
  const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: maxPhotoPixels })
    .autoOrient()
    .resize({ width: options.maxWidth, height: options.maxHeight, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#000' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Width and height of the upright photo, from its header alone. */
export async function photoSize(path: string): Promise<{ width: number; height: number }> {
  const { autoOrient } = await sharp(path, { limitInputPixels: maxPhotoPixels }).metadata();
  return { width: autoOrient.width, height: autoOrient.height };
}

/** Draws an SVG and encodes it as a JPEG of the same size. */
export async function jpegFromSvg(svg: string, options: { quality: number; blurPx?: number }): Promise<Uint8Array> {
  const drawn = sharp(Buffer.from(svg)).removeAlpha();
  // sharp takes a deviation of 0.3 and more; what is less cannot be seen.
  const seen = (options.blurPx ?? 0) >= 0.3 ? drawn.blur(options.blurPx) : drawn;
  return seen.jpeg({ quality: options.quality }).toBuffer();
}

/** Encodes RGB pixels as a PNG, for sample sheets; an interlaced one shows early and decodes slowly. */
export async function pngFromRgb(image: RgbImage, options: { interlaced?: boolean } = {}): Promise<Uint8Array> {
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  return sharp(image.data, { raw, limitInputPixels: maxPhotoPixels })
    .png({ progressive: options.interlaced ?? false, compressionLevel: 3 })
    .toBuffer();
}
