import type { RandomStream } from '@arcface-ts/core';
import type { PairColumns } from './verification-pair.js';

/** How far a figure would move, were the test made with other people. */
export interface Uncertainty {
  /** Standard deviation of the figure over the resamples. */
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
 *
 * @param measure gets how often each pair counts, [pairs], in numbers that the next resample overwrites, and gives a list of figures;
 * where one is NaN, since the people drawn leave no pair to measure it on, others are drawn
 * @returns one for each figure
 */
export function identityBootstrap(
  columns: PairColumns,
  measure: (weights: Float64Array) => readonly number[],
  { random, resamples }: { random: RandomStream; resamples: number },
): Uncertainty[] {
  const weights = new Float64Array(columns.count);
  const drawn = Array.from({ length: resamples }, (_, resample) => {
    const stream = random.split('identities', resample);
    let figures: readonly number[];
    do {
      weighPairs(columns, drawIdentities(columns, stream), weights);
      figures = measure(weights);
    } while (figures.some(Number.isNaN));
    return figures;
  });
  return (drawn[0] as readonly number[]).map((_, index) =>
    uncertaintyOf(Float64Array.from(drawn, figures => figures[index] as number).sort()),
  );
}

/** How often each identity was drawn. */
function drawIdentities({ identities }: PairColumns, stream: RandomStream): Uint32Array {
  const times = new Uint32Array(identities);
  for (let draw = 0; draw < identities; draw++) times[Math.floor(stream.uniform() * identities)]!++;
  return times;
}

function weighPairs(columns: PairColumns, times: Uint32Array, weights: Float64Array): void {
  const { count, same, firstIdentity, secondIdentity } = columns;
  for (let pair = 0; pair < count; pair++) {
    const first = times[firstIdentity[pair]!]!;
    weights[pair] = same[pair] ? first : first * times[secondIdentity[pair]!]!;
  }
}

function uncertaintyOf(sorted: Float64Array): Uncertainty {
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
  return { standardError: Math.sqrt(variance), ci95: [quantile(sorted, 0.025), quantile(sorted, 0.975)] };
}

/** Linear between the two nearest of the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return low + (high - low) * (position - Math.floor(position));
}
