import type { ManifestRecord } from '@arcface-ts/core';
import type { LabelledPhoto } from '@arcface-ts/data';
import { type FacePose, facePose } from '@arcface-ts/eval';
import { cropPixels, withDecodePool } from '../report/crop-pictures.js';
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
  return withDecodePool(threads === undefined ? {} : { threads }, async pool => {
    const traits: PhotoTraits[] = [];
    for (let start = 0; start < photos.length; start += chunkSize) {
      const chunk = photos.slice(start, start + chunkSize);
      const { pixels } = await cropPixels(chunk, sidePx, pool);
      for (const index of chunk.keys()) {
        const points = landmarks[start + index];
        traits.push({
          ...cropTraits(pixels.subarray(index * bytes, (index + 1) * bytes), sidePx),
          pose: points ? facePose(points) : undefined,
        });
      }
    }
    return traits;
  });
}
