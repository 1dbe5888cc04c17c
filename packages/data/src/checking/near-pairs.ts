import { ShapeError } from '@arcface-ts/core';
import { bitCount, hashBits } from './perceptual-hash.js';

/** Beyond this the bands are so narrow that most hashes share one, and the search is quadratic. */
export const maxSearchDistance = 12;

/** 2^20 buckets are a few MiB and enough for millions of hashes. */
const maxBucketBits = 20;

/** A part of the bits of a hash. */
interface Band {
  readonly highMask: number;
  readonly lowMask: number;
  /** Places of its bits that make the bucket's number, 0 the highest of all 64. */
  readonly places: readonly number[];
}

/**
 * Deals the bits out like cards. Contiguous bands would be worse: neighbours in a hash are frequencies of one height, and
 * the low ones are much the same in all photos of upright faces, so that a few buckets would hold most of the set.
 */
function dealBands(count: number, bucketBits: number): Band[] {
  return Array.from({ length: count }, (_, band) => {
    const all = Array.from({ length: hashBits }, (_, place) => place).filter(place => place % count === band);
    // Hashes that share a band share a part of it too. What is compared must be that very part, or a pair is seen twice.
    const places = all.slice(0, bucketBits);
    const mask = (word: number) =>
      places.filter(place => place >> 5 === word).reduce((bits, place) => bits | (1 << (31 - (place & 31))), 0);
    return { highMask: mask(0), lowMask: mask(1), places };
  });
}

function bucketNumbers(hashes: Uint32Array, { places }: Band): Uint32Array {
  const numbers = new Uint32Array(hashes.length / 2);
  for (let index = 0; index < numbers.length; index++) {
    let number = 0;
    for (const place of places) {
      number = (number << 1) | (((hashes[2 * index + (place >> 5)] as number) >>> (31 - (place & 31))) & 1);
    }
    numbers[index] = number;
  }
  return numbers;
}

interface Buckets {
  /** Where each bucket begins in `order`, and the end of the last. */
  readonly starts: Uint32Array;
  /** Indices of the hashes, bucket by bucket. */
  readonly order: Uint32Array;
}

function sortIntoBuckets(numbers: Uint32Array, bucketCount: number): Buckets {
  const starts = new Uint32Array(bucketCount + 1);
  for (const number of numbers) starts[number + 1] = (starts[number + 1] as number) + 1;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  }
  const next = starts.slice();
  const order = new Uint32Array(numbers.length);
  for (const [index, number] of numbers.entries()) {
    order[next[number] as number] = index;
    next[number] = (next[number] as number) + 1;
  }
  return { starts, order };
}

/**
 * Visits every pair of hashes that differ in at most `maxDistance` bits, once, in no particular order, and compares only
 * a small part of all pairs: of `maxDistance` + 1 bands of the bits, two such hashes have at least one band in common, so
 * it is enough to look among those that do (multi-index hashing, Norouzi, Punjani and Fleet 2012,
 * https://arxiv.org/abs/1307.2982, with as many bands as the pigeonhole principle needs for equality).
 *
 * Equal hashes are pairs too, and n of them are n·(n − 1)/2 pairs: give each hash once where a set may hold many copies.
 * @param hashes [count, 2] high and low words
 * Throws a ShapeError for a distance outside 0…12.
 */
export function visitNearPairs(
  hashes: Uint32Array,
  { maxDistance }: { maxDistance: number },
  visit: (first: number, second: number, distance: number) => void,
): void {
  if (!Number.isInteger(maxDistance) || maxDistance < 0 || maxDistance > maxSearchDistance) {
    throw ShapeError.because({
      expected: `a distance in whole bits from 0 to ${maxSearchDistance}`,
      received: `${maxDistance}`,
      place: 'visitNearPairs',
      next: 'Photos that differ in more bits than that are different photos.',
    });
  }
  // As many buckets as hashes: more would stay empty.
  const bucketBits = Math.min(maxBucketBits, Math.ceil(Math.log2(Math.max(2, hashes.length / 2))));
  const bands = dealBands(maxDistance + 1, bucketBits);
  for (const [bandIndex, band] of bands.entries()) {
    const { starts, order } = sortIntoBuckets(bucketNumbers(hashes, band), 2 ** band.places.length);
    // In the order of the buckets, so that the inner loop reads memory from front to back.
    const high = Uint32Array.from(order, index => hashes[2 * index] as number);
    const low = Uint32Array.from(order, index => hashes[2 * index + 1] as number);
    const earlier = bands.slice(0, bandIndex);
    for (let bucket = 0; bucket < starts.length - 1; bucket++) {
      const end = starts[bucket + 1] as number;
      for (let one = starts[bucket] as number; one < end; one++) {
        const oneHigh = high[one] as number;
        const oneLow = low[one] as number;
        for (let other = one + 1; other < end; other++) {
          const highDifference = oneHigh ^ (high[other] as number);
          const lowDifference = oneLow ^ (low[other] as number);
          const distance = bitCount(highDifference) + bitCount(lowDifference);
          if (distance > maxDistance) continue;
          // An earlier band that they share has shown this pair already.
          const seen = earlier.some(
            ({ highMask, lowMask }) => ((highDifference & highMask) | (lowDifference & lowMask)) === 0,
          );
          if (!seen) visit(order[one] as number, order[other] as number, distance);
        }
      }
    }
  }
}
