/** Pairs whose distances lie in [from, to). */
export interface DistanceBin {
  readonly from: number;
  readonly to: number;
  /** Of the pairs of its kind. */
  readonly share: number;
}

/** Width of a bin of squared distance: 80 of them over all that can be. */
export const binWidth = 0.05;

/** Counts squared distances, from 0 to 4, in bins; those at the ends without a pair are left out. */
export function distanceBins(distances: ArrayLike<number>): DistanceBin[] {
  const last = Math.round(4 / binWidth) - 1;
  const counts = new Array<number>(last + 1).fill(0);
  // Rounding may bring a distance of opposite vectors a little above 4.
  for (const distance of Array.from(distances)) counts[Math.min(last, Math.floor(distance / binWidth))]!++;
  const bins = counts.map((count, bin) => ({
    from: bin * binWidth,
    to: (bin + 1) * binWidth,
    share: count / distances.length,
  }));
  const used = counts.map(count => count > 0);
  return bins.slice(used.indexOf(true), used.lastIndexOf(true) + 1);
}
