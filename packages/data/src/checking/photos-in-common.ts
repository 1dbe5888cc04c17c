import type { DecodePool } from '../decoding/decode-pool.js';
import type { PlacedCrop } from '../loading/crop-photos.js';
import { cropHashes, type HashedCrops } from './crop-hashes.js';
import { visitNearPairs } from './near-pairs.js';
import { luminanceOf } from './perceptual-hash.js';
import { thumbnailsOf } from './thumbnails.js';

/*
 * Aligned crops, since a photo that two sets frame differently shows the same there. But all faces stand at one place in them, so
 * that hashes alone are near by chance: among the 77 million pairs of 10,000 crops of CelebA and 7,701 of LFW, 585 are within 8 bits.
 * Their thumbnails correlate by 0.94 at most. Of 1,000 crops of LFW that were brightened, misplaced by a pixel or enlarged by 2 %, 99 %
 * or more are within 8 bits and correlate by 0.95 or more with what they were; misplaced by two pixels, a third.
 */
const maxDistance = 8;
const minCorrelation = 0.95;

/** What makes two photos one, in words, for results. */
export const photosInCommonRule = `hashes of crops within ${maxDistance} of 64 bits, thumbnails that correlate by ${minCorrelation} or more`;

/** A photo of one set and the most alike of the other. */
export interface CommonPhoto {
  readonly photo: number;
  readonly other: number;
  readonly correlation: number;
}

/**
 * Finds the photos of one set that the other has too.
 *
 * @returns indices into both, one entry for each photo of `one` that has any, in its order
 */
export async function photosInCommon(
  one: HashedCrops,
  other: HashedCrops,
  options: { cacheFolder: string; pool: DecodePool },
): Promise<CommonPhoto[]> {
  const candidates = nearPairs(await cropHashes(one, options), await cropHashes(other, options));
  const crops = candidates.flatMap(pair => [
    one.crops[pair.photo] as PlacedCrop,
    other.crops[pair.other] as PlacedCrop,
  ]);
  const best = new Map<number, CommonPhoto>();
  let first: Float64Array | undefined;
  let index = 0;
  for await (const thumbnail of thumbnailsOf(crops, options)) {
    const light = standardized(thumbnail);
    if (first === undefined) {
      first = light;
      continue;
    }
    const pair = candidates[index++] as (typeof candidates)[number];
    const correlation = first.reduce((sum, value, pixel) => sum + value * (light[pixel] as number), 0);
    first = undefined;
    if (correlation < minCorrelation || correlation <= (best.get(pair.photo)?.correlation ?? 0)) continue;
    best.set(pair.photo, { ...pair, correlation });
  }
  return [...best.values()].sort((a, b) => a.photo - b.photo);
}

function nearPairs(one: Uint32Array, other: Uint32Array): { photo: number; other: number }[] {
  const count = one.length / 2;
  const joined = new Uint32Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  const pairs: { photo: number; other: number }[] = [];
  visitNearPairs(joined, { maxDistance }, (first, second) => {
    const [low, high] = first < second ? [first, second] : [second, first];
    if (low < count && high >= count) pairs.push({ photo: low, other: high - count });
  });
  return pairs;
}

/** Luminance with mean 0 and length 1, so that the product of two is their correlation; zeros for a picture of one colour. */
function standardized(thumbnail: Uint8Array): Float64Array {
  const light = Float64Array.from(luminanceOf(thumbnail));
  const mean = light.reduce((sum, value) => sum + value, 0) / light.length;
  const length = Math.sqrt(light.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return light.map(value => (length === 0 ? 0 : (value - mean) / length));
}
