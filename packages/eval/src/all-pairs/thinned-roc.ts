import type { Accepted } from '../ordered-pairs.js';
import type { Roc } from '../roc.js';
import { cosineOf } from './accepted-by-cosine.js';

/** Points are as close as a plot shows them: 2 % in the FAR, which is drawn by its logarithm, or 1/400 in the TAR. */
const step = { farFactor: 1.02, tar: 1 / 400 };

/**
 * Of a curve of a quarter of a million points those that a plot needs, 1,500 at most, the first and the last included. The
 * points that stay are not moved.
 */
export function thinnedRoc({ same, different }: Accepted): Roc {
  const roc = { far: [0], tar: [0], threshold: [2 - 2 * cosineOf(0)] };
  const last = same.length - 1;
  let kept = 0;
  const keep = (level: number) => {
    roc.far.push(different[level]! / different[last]!);
    roc.tar.push(same[level]! / same[last]!);
    roc.threshold.push(2 - 2 * cosineOf(level));
    kept = level;
  };
  for (let level = 1; level <= last; level++) {
    const everything = same[level] === same[last] && different[level] === different[last];
    const farMoved = different[level]! > different[kept]! * step.farFactor;
    const tarMoved = (same[level]! - same[kept]!) / same[last]! >= step.tar;
    if (everything || farMoved || tarMoved) keep(level);
    if (everything) break;
  }
  return roc;
}
