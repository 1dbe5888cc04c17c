import { type CropFrame, within } from '../decoding/crop-frame.js';
import type { CropWarp } from '../decoding/crop-warp.js';
import type { DecodePool } from '../decoding/decode-pool.js';
import type { ImagePlace } from '../decoding/decode-task.js';
import { jpegFromRgb } from '../decoding/image-codec.js';
import { allocateSlab } from '../decoding/slab.js';
import type { CropEncoding } from '../shards/example.js';
import { type CropSpecification, storedInSeen, storedSidePx } from './crop-specification.js';

/** High, since a training sees what it loses in each epoch. */
const jpegQuality = 95;

export interface CutOptions {
  readonly crop: CropSpecification;
  readonly encoding: CropEncoding;
  readonly pool: DecodePool;
}

/** A photo and where the crop lies in it, without the margin that is stored around it. */
export interface Placed {
  readonly image: ImagePlace;
  readonly frame: CropFrame;
  /** Of a face that is turned to the front: where its crop lies, with the margin. */
  readonly warp?: CropWarp;
}

/** Cuts crops, margin included. @returns one entry a photo, in order: the crop as it is stored, or why the photo could not be read */
export async function cutCrops(
  photos: readonly Placed[],
  { crop, encoding, pool }: CutOptions,
): Promise<(Uint8Array | string)[]> {
  const sizePx = storedSidePx(crop);
  const cropBytes = sizePx * sizePx * 3;
  const slab = allocateSlab(photos.length * cropBytes);
  const tasks = photos.map(({ image, frame, warp }, index) => ({
    image,
    ...(warp && { warp }),
    frame: within(frame, storedInSeen(crop)),
    byteOffset: index * cropBytes,
    gain: 1,
    bias: 0,
  }));
  const problems = await pool.decode(slab, tasks, { sizePx });
  return Promise.all(
    tasks.map(({ byteOffset }, index) => {
      const problem = problems[index];
      if (problem) return problem.message;
      const data = new Uint8Array(slab, byteOffset, cropBytes);
      return encoding === 'raw' ? data : jpegFromRgb({ data, width: sizePx, height: sizePx }, { quality: jpegQuality });
    }),
  );
}
