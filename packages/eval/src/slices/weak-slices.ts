import type { Estimate, PairFigures, PairSlice, SlicedTrait } from './slice-figures.js';

/** A slice on which a figure is worse than on all pairs, by more than its own interval. */
export interface WeakSlice {
  readonly trait: Pick<SlicedTrait, 'name' | 'unit'>;
  readonly slice: PairSlice;
  readonly figure: 'tar' | 'far';
  readonly here: Estimate;
  readonly overall: Estimate;
}

/**
 * The slices that a model is bad at: fewer same pairs pass, or more impostors do, than of all pairs, and the whole 95 % interval says so.
 * Accuracy is no ground: a slice with another share of same pairs has another accuracy with the same errors. Of many slices that
 * differ by chance alone one in forty is called weak.
 *
 * @returns the farthest from all pairs first, as a ratio of error rates
 */
export function weakSlices({ all, traits }: { all: PairFigures; traits: readonly SlicedTrait[] }): WeakSlice[] {
  const weak = traits.flatMap(trait =>
    trait.slices.flatMap(slice =>
      (['tar', 'far'] as const).flatMap((figure): WeakSlice[] => {
        const [here, overall] = [slice[figure], all[figure]];
        if (here === undefined || overall === undefined) return [];
        const worse = figure === 'tar' ? here.ci95[1] < overall.share : here.ci95[0] > overall.share;
        return worse ? [{ trait, slice, figure, here, overall }] : [];
      }),
    ),
  );
  return weak.sort((one, other) => errorRatio(other) - errorRatio(one));
}

/** How many times as often it errs. */
function errorRatio({ figure, here, overall }: WeakSlice): number {
  return figure === 'tar' ? (1 - here.share) / (1 - overall.share) : here.share / overall.share;
}
