import { RandomStream } from '@arcface-ts/core';
import { checkResamples } from '../checked-options.js';
import { identityBootstrap } from '../identity-bootstrap.js';
import { pairColumns, type VerificationPair } from '../verification-pair.js';
import { type PairTrait, type SliceRange, sliceBins } from './slice-bins.js';
import { type Count, decisions, type JudgedDistances, shareOf, sliceCounts } from './slice-counts.js';

/** A slice with fewer pairs gives no figure: among 49 pairs one error more moves a rate by two points. */
export const fewestPairsOfSlice = 50;

/** A share of pairs, and where it would lie with other people in the test. */
export interface Estimate {
  readonly share: number;
  readonly ci95: readonly [number, number];
}

/** What is decided rightly of some of the pairs. A figure that would rest on fewer than 50 pairs is undefined. */
export interface PairFigures {
  readonly pairs: { readonly same: number; readonly different: number };
  /** Share of the pairs that the thresholds of their folds decide rightly. It depends on how many of them are same pairs. */
  readonly accuracy: Estimate | undefined;
  /** Share of the same pairs below the one threshold. */
  readonly tar: Estimate | undefined;
  /** Share of the different pairs below it. */
  readonly far: Estimate | undefined;
}

export interface PairSlice extends PairFigures {
  readonly range: SliceRange;
}

export interface SlicedTrait {
  readonly name: string;
  readonly unit: string;
  readonly slices: readonly PairSlice[];
  /** Pairs of which the trait is not known. */
  readonly unknown: number;
}

export interface JudgedPairs extends JudgedDistances {
  readonly pairs: readonly VerificationPair[];
}

interface Options {
  readonly resamples?: number;
  /** Draws the resamples; the same stream gives the same intervals. */
  readonly random?: RandomStream;
}

const kinds = ['accuracy', 'tar', 'far'] as const;

/**
 * What is decided rightly of all pairs, and of the slices that traits cut them into: disaggregated evaluation, Mitchell et al. 2019,
 * Model cards for model reporting, https://arxiv.org/abs/1810.03993, sections 4.3 and 4.7. Intervals are those of a bootstrap
 * over identities with the thresholds as they are; a share of 0 or 1, which no resample would move, has the rule of three's.
 *
 * @throws DataError for pairs that evaluateVerification refuses; UsageError for no resamples
 */
export function sliceFigures(
  judged: JudgedPairs,
  traits: readonly PairTrait[],
  { resamples = 1000, random = RandomStream.fromSeed(0) }: Options = {},
): { all: PairFigures; traits: SlicedTrait[] } {
  checkResamples(resamples, 'sliceFigures, resamples');
  const rows = judged.pairs.reduce((most, { first, second }) => Math.max(most, first, second), -1) + 1;
  const columns = pairColumns(judged.pairs, rows);
  const right = decisions(columns, judged);
  const everything = { slice: new Int32Array(columns.count), count: 1 };
  const binned = traits.map(sliceBins);
  const cuts = [everything, ...binned.map(({ slice, ranges }) => ({ slice, count: ranges.length }))];
  const once = new Float64Array(columns.count).fill(1);
  const tallies = cuts.map(cut => sliceCounts(cut, columns, right, once));
  const places = tallies.flatMap((slices, cut) =>
    slices.flatMap((counts, slice) =>
      kinds.filter(kind => counts[kind].all >= fewestPairsOfSlice).map(kind => ({ cut, slice, kind })),
    ),
  );
  const uncertainties = identityBootstrap(
    columns,
    weights => {
      const drawn = cuts.map(cut => sliceCounts(cut, columns, right, weights));
      return places.map(({ cut, slice, kind }) => shareOf(drawn[cut]![slice]![kind]));
    },
    { random, resamples },
  );
  const figuresOf = (cut: number, slice: number): PairFigures => {
    const counts = tallies[cut]![slice]!;
    const estimate = (kind: (typeof kinds)[number]): Estimate | undefined => {
      const place = places.findIndex(at => at.cut === cut && at.slice === slice && at.kind === kind);
      return place === -1 ? undefined : estimated(counts[kind], uncertainties[place]!.ci95);
    };
    return {
      pairs: { same: counts.tar.all, different: counts.far.all },
      accuracy: estimate('accuracy'),
      tar: estimate('tar'),
      far: estimate('far'),
    };
  };
  return {
    all: figuresOf(0, 0),
    traits: traits.map(({ name, unit }, index) => ({
      name,
      unit,
      slices: binned[index]!.ranges.map((range, slice) => ({ range, ...figuresOf(index + 1, slice) })),
      unknown: binned[index]!.slice.filter(slice => slice === -1).length,
    })),
  };
}

function estimated(count: Count, ci95: readonly [number, number]): Estimate {
  const share = shareOf(count);
  // The rule of three: with no error among n independent trials, the rate is below 3/n with 95 % confidence.
  if (share === 0) return { share, ci95: [0, 3 / count.all] };
  if (share === 1) return { share, ci95: [1 - 3 / count.all, 1] };
  return { share, ci95 };
}
