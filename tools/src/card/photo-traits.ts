import type { ManifestRecord } from '@arcface-ts/core';
import { allocateSlab, type LabelledPhoto } from '@arcface-ts/data';
import { type FacePose, facePose } from '@arcface-ts/eval';
import { withDecodePool } from '../report/crop-pictures.js';
import { type CropTraits, cropTraits } from './crop-traits.js';

/** What is measured of a photo before any net sees it. */
export interface PhotoTraits extends CropTraits {
  /** Undefined where no face was found, so that nobody knows its points. */
  readonly pose: FacePose | undefined;
}

/** Crops that are decoded at once: 10 MB. */
const chunkSize = 256;

/**
 * Measures the crops of a prepared set as a net sees them, and the pose by the points that they were aligned with.
 *
 * @param landmarks of each photo, as its manifest has them   @returns one entry a photo, in order
 */
export async function photoTraits(
  photos: readonly LabelledPhoto[],
  landmarks: readonly ManifestRecord['landmarks'][],
  { sidePx, threads }: { sidePx: number; threads?: number | undefined },
): Promise<PhotoTraits[]> {
  const bytes = sidePx * sidePx * 3;
  const slab = allocateSlab(Math.min(chunkSize, photos.length) * bytes);
  return withDecodePool(threads === undefined ? {} : { threads }, async pool => {
    const traits: PhotoTraits[] = [];
    for (let start = 0; start < photos.length; start += chunkSize) {
      const chunk = photos.slice(start, start + chunkSize);
      const tasks = chunk.map(({ image, frame }, index) => ({
        image,
        frame,
        byteOffset: index * bytes,
        gain: 1,
        bias: 0,
      }));
      await pool.decode(slab, tasks, { sizePx: sidePx });
      for (const index of chunk.keys()) {
        const points = landmarks[start + index];
        traits.push({
          ...cropTraits(new Uint8Array(slab, index * bytes, bytes), sidePx),
          pose: points ? facePose(points) : undefined,
        });
      }
    }
    return traits;
  });
}
