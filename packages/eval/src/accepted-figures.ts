import type { Accepted } from './ordered-pairs.js';

/**
 * Area under the ROC: the chance that a same pair is nearer than a different one, ties counting half.
 * Twice the couples in the right order are counted in whole numbers: exact up to 2^53.
 *
 * @returns NaN where a kind has no weight
 */
export function areaUnderRoc({ same, different }: Accepted): number {
  const levels = same.length - 1;
  let couples = 0;
  for (let level = 0; level < levels; level++) {
    couples += (same[level]! + same[level + 1]!) * (different[level + 1]! - different[level]!);
  }
  return couples / (2 * same[levels]! * different[levels]!);
}

/**
 * Equal error rate: where FAR = 1 − TAR on the ROC drawn with straight lines.
 *
 * @returns NaN where a kind has no weight
 */
export function equalErrorRate({ same, different }: Accepted): number {
  const [allSame, allDifferent] = [same.at(-1)!, different.at(-1)!];
  if (allSame === 0 || allDifferent === 0) return Number.NaN;
  const ratesAt = (level: number) => ({ far: different[level]! / allDifferent, tar: same[level]! / allSame });
  const end = firstIndex(same.length - 1, level => ratesAt(level).far + ratesAt(level).tar >= 1);
  // FAR − (1 − TAR) rises from −1 to 1 along the ROC; the rate is the FAR at its zero.
  const [before, after] = [ratesAt(end - 1), ratesAt(end)];
  const [sumBefore, sumAfter] = [before.far + before.tar - 1, after.far + after.tar - 1];
  return before.far + (after.far - before.far) * (-sumBefore / (sumAfter - sumBefore));
}

/** How many of the distances the best threshold accepts; the first of several. */
export function bestLevel({ same, different }: Accepted): number {
  let best = 0;
  for (let level = 1; level < same.length; level++) {
    if (same[level]! - different[level]! > same[best]! - different[best]!) best = level;
  }
  return best;
}

/** Share of all pairs that a threshold decides rightly which accepts so many of the distances. */
export function accuracyAt({ same, different }: Accepted, level: number): number {
  const [allSame, allDifferent] = [same.at(-1)!, different.at(-1)!];
  return (same[level]! + allDifferent - different[level]!) / (allSame + allDifferent);
}

/** The first index from 0 to `last` from which on a condition holds; it holds for the last. */
function firstIndex(last: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
