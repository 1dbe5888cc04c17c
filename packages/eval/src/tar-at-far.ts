import { errorsAllowed } from './rule-of-three.js';
import { type FoldedPairs, type FoldWeights, thresholdsAtFar, weighFolds } from './thresholds-at-far.js';

/** Share of the same pairs that are accepted when the threshold lets this share of impostors pass on other folds. */
export interface TarAtFar {
  /** Mean over the folds that hold same pairs. */
  readonly tar: number;
  /** Population standard deviation of the same. */
  readonly tarStd: number;
  /** FAR that the thresholds gave on the held-out folds: the mean over those that hold different pairs. */
  readonly heldOutFar: number;
  /** Mean over the folds. */
  readonly threshold: number;
  /** False accepts that the FAR allows among all impostor pairs, each of which is tested once. */
  readonly impostorPairs: number;
}

/**
 * TAR at a FAR: for each fold the threshold with this FAR on the others. insightface verification.py, `calculate_val`.
 * Departs from it where its outcome is an accident: see thresholdsAtFar; and a fold without pairs of a kind is left out of
 * that kind's mean, where it divides by zero.
 *
 * @param far in (0, 1)
 * @returns undefined when far × impostor pairs < 3: the data cannot tell
 */
export function tarAtFar(pairs: FoldedPairs, far: number): TarAtFar | undefined {
  const impostorPairs = errorsAllowed(far, pairs.impostors);
  if (impostorPairs === undefined) return undefined;
  const once = weighFolds(pairs, new Float64Array(pairs.count).fill(1));
  const thresholds = thresholdsAtFar(pairs, far, once);
  const tars = sharesBelow(pairs, 'same', thresholds, once);
  const tar = mean(tars);
  return {
    tar,
    tarStd: Math.sqrt(mean(tars.map(value => (value - tar) ** 2))),
    heldOutFar: mean(sharesBelow(pairs, 'different', thresholds, once)),
    threshold: mean(thresholds),
    impostorPairs,
  };
}

/**
 * The TAR of resampled pairs, with thresholds chosen again from them: how far the few impostors at the threshold happen to
 * lie is most of what is uncertain about a TAR at a small FAR.
 *
 * @returns NaN where no fold has same pairs of weight and a threshold
 */
export function weightedTarAtFar(pairs: FoldedPairs, far: number, weights: FoldWeights): number {
  // An impostor that was drawn often may exceed a small FAR alone: interpolated from 0, the threshold would fall far below it.
  return mean(sharesBelow(pairs, 'same', thresholdsAtFar(pairs, far, weights, 'last'), weights));
}

/** By fold, the share of the weight of one kind below the fold's threshold; folds without one are left out. */
function sharesBelow(
  { folds }: FoldedPairs,
  kind: 'same' | 'different',
  thresholds: readonly number[],
  weights: FoldWeights,
): number[] {
  return folds.flatMap((fold, index) => {
    const threshold = thresholds[index]!;
    const all = weights[kind][index]!;
    if (all === 0 || Number.isNaN(threshold)) return [];
    const { pair, distance } = fold[kind];
    let accepted = 0;
    for (let next = 0; next < pair.length && distance[next]! < threshold; next++)
      accepted += weights.pair[pair[next]!]!;
    return [accepted / all];
  });
}

/** NaN of no values. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
