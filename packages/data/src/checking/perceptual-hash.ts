import { ShapeError } from '@arcface-ts/core';
import { lowFrequencies } from './cosine-transform.js';

/** Side of the picture that is hashed. */
export const thumbnailSidePx = 32;

/**
 * The 64 bits of a hash as two unsigned 32-bit numbers. Not a BigInt: each XOR of two would allocate a third, while two
 * of these are compared in a few nanoseconds and lie in a Uint32Array.
 */
export type PerceptualHash = readonly [high: number, low: number];

export const hashBits = 64;

const transform = lowFrequencies({ side: thumbnailSidePx, count: 8 });

/** A sum of 1,024 bytes and cosines is exact to about 1e-10: what is smaller than this is 0, as in a picture of one colour. */
const smallestCoefficient = 1e-6;

/** ITU-R BT.601, the luminance that JPEG stores. */
export function luminanceOf(thumbnail: Uint8Array): ArrayLike<number> {
  const pixels = thumbnailSidePx ** 2;
  if (thumbnail.length === pixels) return thumbnail;
  if (thumbnail.length !== 3 * pixels) {
    throw ShapeError.because({
      expected: `${thumbnailSidePx}×${thumbnailSidePx} grey or RGB bytes, ${pixels} or ${3 * pixels}`,
      received: `${thumbnail.length}`,
      place: 'perceptualHash',
    });
  }
  const luminance = new Float64Array(pixels);
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 3) {
    luminance[pixel] =
      0.299 * (thumbnail[at] as number) + 0.587 * (thumbnail[at + 1] as number) + 0.114 * (thumbnail[at + 2] as number);
  }
  return luminance;
}

/**
 * A hash that stays nearly the same when a picture is brightened, compressed or resized: each bit says whether one of the
 * 8×8 lowest frequencies of the luminance, without the constant ones, is above their median. What a change of brightness
 * or contrast does to all of them alike is lost in the median.
 *
 * pHash's DCT hash, Christoph Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010),
 * section 3.2.1, https://www.phash.org/docs/pubs/thesis_zauner.pdf. Departs from it: there is no mean filter before the
 * picture is made small, since the decoder shrinks it with a filter of its own.
 * @param thumbnail [32, 32] grey or [32, 32, 3] RGB   @returns the lowest vertical frequency's row first, in the high bits
 */
export function perceptualHash(thumbnail: Uint8Array): PerceptualHash {
  const coefficients = transform(luminanceOf(thumbnail)).map(value =>
    Math.abs(value) < smallestCoefficient ? 0 : value,
  );
  const sorted = coefficients.toSorted();
  const median = ((sorted[hashBits / 2 - 1] as number) + (sorted[hashBits / 2] as number)) / 2;
  const words = [0, 0] as [number, number];
  for (const [index, value] of coefficients.entries()) {
    if (value > median) words[index >> 5] = ((words[index >> 5] as number) | (1 << (31 - (index & 31)))) >>> 0;
  }
  return words;
}

/** How many of 32 bits are set (Henry S. Warren, "Hacker's Delight", figure 5-2). */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many of the 64 bits differ: 0 for the same hash, 32 on average for pictures that have nothing in common. */
export function hammingDistance(one: PerceptualHash, other: PerceptualHash): number {
  return bitCount(one[0] ^ other[0]) + bitCount(one[1] ^ other[1]);
}
