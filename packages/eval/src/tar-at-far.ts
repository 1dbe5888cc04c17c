import { falseAcceptGrid, firstAccepting } from './threshold-grid.js';
import type { PairColumns } from './verification-pair.js';

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

/** A FAR that rests on fewer false accepts is left out: one impostor more or less would move the threshold by a third. */
const fewestImpostorPairs = 3;

/**
 * TAR at a FAR: for each fold the threshold with this FAR on the others. insightface verification.py, `calculate_val`.
 * Departs from it where its outcome is an accident: the interpolation runs over distinct FARs only (SciPy refuses
 * others); when even the last threshold lets fewer impostors pass, that one is taken and not 0, which would reject all;
 * and a fold without pairs of a kind is left out of that kind's mean, where it divides by zero.
 *
 * @param distances [pairs]   @param far in (0, 1)
 * @returns undefined when far × impostor pairs < 3: the data cannot tell
 */
export function tarAtFar(distances: Float64Array, columns: PairColumns, far: number): TarAtFar | undefined {
  const folds = columns.foldNumbers.map((_, fold) => pairsByKind(distances, columns, fold));
  const impostors = folds.reduce((sum, fold) => sum + fold.different.length, 0);
  const allowed = far * impostors;
  if (allowed < fewestImpostorPairs) return undefined;
  const accepting = columns.foldNumbers.map((_, fold) => firstAccepting(folds[fold]!.different, falseAcceptGrid));
  const thresholds = folds.map((_, fold) => {
    const others = accepting.filter((_, other) => other !== fold);
    return thresholdAtFar(others, impostors - folds[fold]!.different.length, far);
  });
  const tars = folds.flatMap(({ same }, fold) => shareBelow(same, thresholds[fold]!));
  const fars = folds.flatMap(({ different }, fold) => shareBelow(different, thresholds[fold]!));
  const tar = mean(tars);
  return {
    tar,
    tarStd: Math.sqrt(mean(tars.map(value => (value - tar) ** 2))),
    heldOutFar: mean(fars),
    threshold: mean(thresholds),
    impostorPairs: Math.floor(allowed),
  };
}

/** Interpolates the threshold between the two distinct FARs around `far`; each stands for the first that has it. */
function thresholdAtFar(accepting: readonly Uint32Array[], impostors: number, far: number): number {
  const { step, count } = falseAcceptGrid;
  const passing = new Uint32Array(count + 1);
  for (const bins of accepting) for (const bin of bins) passing[bin]!++;
  let passed = 0;
  let below = { far: 0, threshold: 0 };
  for (let k = 0; k < count; k++) {
    if (passing[k] === 0) continue;
    passed += passing[k]!;
    const here = { far: passed / impostors, threshold: k * step };
    if (here.far >= far) {
      const share = (far - below.far) / (here.far - below.far);
      return below.threshold + share * (here.threshold - below.threshold);
    }
    below = here;
  }
  return (count - 1) * step;
}

function pairsByKind(distances: Float64Array, { same, fold }: PairColumns, wanted: number) {
  return {
    same: distances.filter((_, pair) => fold[pair] === wanted && same[pair] === 1),
    different: distances.filter((_, pair) => fold[pair] === wanted && same[pair] === 0),
  };
}

/** The share as a list of one, or an empty list when there is nothing to take a share of. */
function shareBelow(distances: Float64Array, threshold: number): number[] {
  if (distances.length === 0) return [];
  let accepted = 0;
  for (const distance of distances) if (distance < threshold) accepted++;
  return [accepted / distances.length];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
