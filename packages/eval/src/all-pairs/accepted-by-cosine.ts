import type { Accepted } from '../ordered-pairs.js';
import { binsPerUnit, type CosineHistogram } from './cosine-histogram.js';

/** How many pairs lie in the first n bins from the top, by kind: [bins + 1], from nothing to everything. */
export function acceptedByCosine({ same, different }: CosineHistogram): Accepted {
  return { same: sumsFromTop(same), different: sumsFromTop(different) };
}

/** The threshold that accepts so many bins: cosine ≥ 1 − level / 2^17. The first, which accepts nothing, stands above 1. */
export function cosineOf(level: number): number {
  return level === 0 ? 1 + 1 / binsPerUnit : 1 - level / binsPerUnit;
}

/** The most bins that can be accepted with no more than so many pairs. */
export function levelWithin(accepted: Float64Array, most: number): number {
  let [low, high] = [0, accepted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (accepted[middle]! <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Couples of a same and a different pair in one bin: their order is not known. */
export function tieCouples({ same, different }: Accepted): number {
  let couples = 0;
  for (let level = 1; level < same.length; level++) {
    couples += (same[level]! - same[level - 1]!) * (different[level]! - different[level - 1]!);
  }
  return couples;
}

function sumsFromTop(counts: Float64Array): Float64Array {
  const sums = new Float64Array(counts.length + 1);
  for (let level = 1; level < sums.length; level++) sums[level] = sums[level - 1]! + counts[counts.length - level]!;
  return sums;
}
