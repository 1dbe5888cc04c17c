import type { ThresholdGrid } from './threshold-grid.js';
import type { PairColumns } from './verification-pair.js';

export interface CrossValidation {
  /** [folds] index into the grid of the threshold that the other folds chose. */
  readonly thresholdIndices: Uint32Array;
  /** [pairs] 1 where the threshold of the pair's fold decides the pair rightly. */
  readonly correct: Uint8Array;
}

/**
 * For each fold: the first threshold that is best on all other folds, applied to this one.
 * "Same" is said when distance < threshold. insightface verification.py, `calculate_roc`, with folds that are given.
 *
 * @param accepting [pairs], from firstAccepting
 */
export function crossValidate(columns: PairColumns, accepting: Uint32Array, { count }: ThresholdGrid): CrossValidation {
  const gains = gainsByFold(columns, accepting, count);
  const gainOfAll = new Int32Array(count);
  for (const gain of gains) for (let k = 0; k < count; k++) gainOfAll[k]! += gain[k]!;
  const thresholdIndices = Uint32Array.from(gains, gain =>
    firstBest(gainOfAll.map((all, k) => all - (gain[k] as number))),
  );
  const correct = columns.same.map((same, pair) =>
    Number(accepting[pair]! <= thresholdIndices[columns.fold[pair]!]! === (same === 1)),
  );
  return { thresholdIndices, correct };
}

/**
 * Mean over the folds, as the accuracy itself is; a fold of which nothing was drawn is left out.
 * The thresholds stay as the folds chose them. Chosen again in each resample, from repeated people and so worse than
 * from the real ones, they shift the whole interval down.
 *
 * @param correct [pairs], from crossValidate   @param weights [pairs] how often each pair counts
 * @returns NaN where no pair has weight
 */
export function weightedAccuracy(
  { fold, foldNumbers }: PairColumns,
  correct: Uint8Array,
  weights: Float64Array,
): number {
  const right = new Float64Array(foldNumbers.length);
  const all = new Float64Array(foldNumbers.length);
  for (let pair = 0; pair < weights.length; pair++) {
    all[fold[pair]!]! += weights[pair]!;
    if (correct[pair]) right[fold[pair]!]! += weights[pair]!;
  }
  const drawn = right.map((value, index) => value / all[index]!).filter(accuracy => !Number.isNaN(accuracy));
  return drawn.reduce((sum, accuracy) => sum + accuracy, 0) / drawn.length;
}

/** For each fold and threshold: same pairs that it is the first to accept, minus different ones. [folds][count] */
function gainsByFold({ foldNumbers, fold, same }: PairColumns, accepting: Uint32Array, count: number): Int32Array[] {
  // Pairs that no threshold accepts fall in a bin of their own at the end, which is cut off.
  const gains = foldNumbers.map(() => new Int32Array(count + 1));
  for (const [pair, bin] of accepting.entries()) gains[fold[pair]!]![bin]! += same[pair] ? 1 : -1;
  return gains.map(gain => gain.subarray(0, count));
}

/** First index with the largest running sum. Threshold 0 accepts nothing, so all count from the same start. */
function firstBest(gain: Int32Array): number {
  let sum = 0;
  let best = { sum: Number.NEGATIVE_INFINITY, index: 0 };
  for (const [index, value] of gain.entries()) {
    sum += value;
    if (sum > best.sum) best = { sum, index };
  }
  return best.index;
}
