import type { PairColumns } from '../verification-pair.js';

/** Pairs that count for a figure, and those of them for which it holds, both weighted. */
export interface Count {
  all: number;
  hit: number;
}

/** Of the pairs of a slice: decided rightly by the thresholds of their folds, of all; accepted by the one threshold, of each kind. */
export interface SliceCounts {
  readonly accuracy: Count;
  readonly tar: Count;
  readonly far: Count;
}

/** Pairs that were judged. */
export interface JudgedDistances {
  /** [pairs] squared distances. */
  readonly distances: Float64Array;
  /** Squared distance of each fold, by ascending number: what the protocol chose on the other folds. */
  readonly foldThresholds: readonly number[];
  /** The squared distance of TAR and FAR, one for all pairs. */
  readonly threshold: number;
}

/** [pairs] whether its fold's threshold decides a pair rightly, and whether the one threshold accepts it. */
export interface Decisions {
  readonly correct: Uint8Array;
  readonly accepted: Uint8Array;
}

export function decisions(columns: PairColumns, { distances, foldThresholds, threshold }: JudgedDistances): Decisions {
  const below = (pair: number) => distances[pair]! < foldThresholds[columns.fold[pair]!]!;
  return {
    correct: Uint8Array.from(columns.same, (same, pair) => Number(below(pair) === (same === 1))),
    accepted: Uint8Array.from(distances, distance => Number(distance < threshold)),
  };
}

/** @param slice [pairs] −1: in none   @param weights [pairs] how often each pair counts   @returns one for each slice */
export function sliceCounts(
  { slice, count }: { slice: Int32Array; count: number },
  { same }: PairColumns,
  { correct, accepted }: Decisions,
  weights: Float64Array,
): SliceCounts[] {
  const none = (): Count => ({ all: 0, hit: 0 });
  const counts = Array.from({ length: count }, () => ({ accuracy: none(), tar: none(), far: none() }));
  for (let pair = 0; pair < slice.length; pair++) {
    const at = slice[pair]!;
    if (at === -1) continue;
    const weight = weights[pair]!;
    const { accuracy, tar, far } = counts[at]!;
    const kind = same[pair] ? tar : far;
    accuracy.all += weight;
    kind.all += weight;
    if (correct[pair]) accuracy.hit += weight;
    if (accepted[pair]) kind.hit += weight;
  }
  return counts;
}

/** NaN of nothing. */
export function shareOf({ all, hit }: Count): number {
  return hit / all;
}
