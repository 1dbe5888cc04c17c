import { allocateSlab, DecodePool, jpegFromRgb, type LabelledPhoto } from '@arcface-ts/data';

/** What a face loses at this quality nobody sees; a crop of 112×112 has 5 kB. */
const jpegQuality = 85;

/** Square pictures, [photos, sidePx, sidePx, 3] RGB in the order of their rows. */
export interface CropPixels {
  readonly pixels: Uint8Array;
  readonly sidePx: number;
}

/**
 * Decodes the crops of some photos as a net sees them. One that cannot be read any more is black: it could be a moment ago, when it was
 * embedded.
 */
export async function cropPixels(
  photos: readonly LabelledPhoto[],
  sidePx: number,
  pool: DecodePool,
): Promise<CropPixels> {
  const bytes = sidePx * sidePx * 3;
  const slab = allocateSlab(photos.length * bytes);
  const tasks = photos.map(({ image, frame }, index) => ({
    image,
    frame,
    byteOffset: index * bytes,
    gain: 1,
    bias: 0,
  }));
  await pool.decode(slab, tasks, { sizePx: sidePx });
  return { pixels: new Uint8Array(slab, 0, photos.length * bytes), sidePx };
}

/** One of them as a data URI of a JPEG. */
export async function pictureUri({ pixels, sidePx }: CropPixels, index: number): Promise<string> {
  const bytes = sidePx * sidePx * 3;
  const data = pixels.slice(index * bytes, (index + 1) * bytes);
  const jpeg = await jpegFromRgb({ data, width: sidePx, height: sidePx }, { quality: jpegQuality });
  return `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
}

/** Runs with threads that decode, and ends them. */
export async function withDecodePool<Result>(
  options: { threads?: number },
  use: (pool: DecodePool) => Promise<Result>,
): Promise<Result> {
  const pool = new DecodePool(options);
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}
