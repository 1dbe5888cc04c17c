import {
  type Estimate,
  fewestPairsOfSlice,
  type PairFigures,
  percent,
  points,
  type SlicedTrait,
  type SliceRange,
  type WeakSlice,
  weakSlices,
  whole,
} from '@arcface-ts/eval';
import type { CardFacts } from '../card-facts.js';
import { blocks, list, table } from '../markdown.js';

/** Mitchell et al., section 4.7: where it errs more often, as far as the photos say where they are hard. */
export function weaknessSection({ slices, threshold, result }: CardFacts): string {
  const weak = weakSlices(slices);
  const { squaredDistance } = threshold.point;
  return blocks(
    '### Known weaknesses',
    `The pairs of ${result.dataset === 'procedural' ? 'the drawings' : 'the test'} in slices. Accuracy is at the thresholds of the folds, and depends on how many pairs of a slice show one person; TAR and FAR are at the threshold of ${threshold.text}, squared distance ${squaredDistance.toFixed(3)}, for all slices. In brackets the 95 % interval by resampling people, over the pairs as they come and not fold by fold. A figure that would rest on fewer than ${fewestPairsOfSlice} pairs is left out (–).`,
    weak.length === 0
      ? 'In no slice is TAR lower or FAR higher than over all pairs by more than its interval: either it makes little difference, or the pairs are too few to tell.'
      : blocks('It is worse than over all pairs, by more than the interval, on', list(weak.map(weakness))),
    ...slices.traits.map(trait => traitTable(trait, slices.all)),
    "Slices overlap: a face that is turned far is often blurred too, and no table says which of both it was. Of slices that differ by chance alone one in forty would stand in the list above. The quarters' edges are those of these pairs.",
  );
}

function weakness({ trait, slice, figure, here, overall }: WeakSlice): string {
  const name = figure === 'tar' ? 'TAR' : 'FAR';
  return `${trait.name}, ${rangeText(slice.range, trait.unit)}: ${name} ${estimate(here)} against ${percent(overall.share)}`;
}

function traitTable({ name, unit, slices, unknown }: SlicedTrait, all: PairFigures): string {
  const row = (label: string, { pairs, accuracy, tar, far }: PairFigures) => [
    label,
    whole(pairs.same),
    whole(pairs.different),
    estimate(accuracy),
    estimate(tar),
    estimate(far),
  ];
  const rows = [...slices.map(slice => row(rangeText(slice.range, unit), slice)), row('all pairs', all)];
  return blocks(
    table([name, 'same pairs', 'different pairs', 'accuracy', 'TAR', 'FAR'], rows),
    unknown === 0 ? undefined : `Of ${whole(unknown)} pairs it is not known: no face was found in one of both photos.`,
  );
}

/** `below 10°`, `10° to 20°`, `30° and more`. */
export function rangeText({ from, to }: SliceRange, unit: string): string {
  const text = (value: number) => `${Number(value.toPrecision(3))}${unit}`;
  if (from === null) return to === null ? 'all' : `below ${text(to)}`;
  return to === null ? `${text(from)} and more` : `${text(from)} to ${text(to)}`;
}

/** `37.20 % (33.10 to 41.00)`. */
function estimate(figure: Estimate | undefined): string {
  if (figure === undefined) return '–';
  return `${percent(figure.share)} (${points(figure.ci95[0])} to ${points(figure.ci95[1])})`;
}
