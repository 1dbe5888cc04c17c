import type { RandomStream } from '@arcface-ts/core';
import type { PairColumns } from './verification-pair.js';

/** How far the accuracy would move, were the test made with other people. */
export interface AccuracyUncertainty {
  /** Standard deviation of the accuracy over the resamples. */
  readonly standardError: number;
  /** 2.5 % and 97.5 % quantiles of the same. */
  readonly ci95: readonly [number, number];
}

/**
 * Bootstrap over identities: as many identities as there are, drawn with replacement. A same pair weighs as often as its
 * identity was drawn, a different pair by the product of its two identities' numbers. Pairs that share a person err
 * together; drawing pairs would take them for independent and give too small an interval.
 *
 * Product weights are those of Owen and Eckles, https://arxiv.org/abs/1106.2125: no exact bootstrap exists for data with
 * two crossed factors, and this one errs to the wide side, by √3 at most on the impostors' part of the error.
 * Bootstraps for 1:1 matching are compared in https://arxiv.org/abs/2306.01198.
 * The thresholds stay as the folds chose them. Chosen again in each resample, from repeated people and so worse than
 * from the real ones, they shift the whole interval down.
 *
 * @param correct [pairs], from crossValidate
 */
export function identityBootstrap(
  columns: PairColumns,
  correct: Uint8Array,
  { random, resamples }: { random: RandomStream; resamples: number },
): AccuracyUncertainty {
  const accuracies = Float64Array.from({ length: resamples }, (_, resample) => {
    const stream = random.split('identities', resample);
    let accuracy: number | undefined;
    // A handful of people may be drawn so that no pair is left: draw again.
    while (accuracy === undefined) accuracy = weightedAccuracy(columns, correct, drawIdentities(columns, stream));
    return accuracy;
  }).sort();
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / resamples;
  const variance = accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / resamples;
  return { standardError: Math.sqrt(variance), ci95: [quantile(accuracies, 0.025), quantile(accuracies, 0.975)] };
}

/** How often each identity was drawn. */
function drawIdentities({ identities }: PairColumns, stream: RandomStream): Uint32Array {
  const times = new Uint32Array(identities);
  for (let draw = 0; draw < identities; draw++) times[Math.floor(stream.uniform() * identities)]!++;
  return times;
}

/** Mean over the folds, as the accuracy itself is; a fold of which nothing was drawn is left out. */
function weightedAccuracy(columns: PairColumns, correct: Uint8Array, times: Uint32Array): number | undefined {
  const { count, same, fold, foldNumbers, firstIdentity, secondIdentity } = columns;
  const right = new Float64Array(foldNumbers.length);
  const all = new Float64Array(foldNumbers.length);
  for (let pair = 0; pair < count; pair++) {
    const first = times[firstIdentity[pair]!]!;
    const weight = same[pair] ? first : first * times[secondIdentity[pair]!]!;
    all[fold[pair]!]! += weight;
    if (correct[pair]) right[fold[pair]!]! += weight;
  }
  const drawn = right.map((value, index) => value / all[index]!).filter(accuracy => !Number.isNaN(accuracy));
  return drawn.length === 0 ? undefined : drawn.reduce((sum, accuracy) => sum + accuracy, 0) / drawn.length;
}

/** Linear between the two nearest of the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return low + (high - low) * (position - Math.floor(position));
}
