import { falseAcceptGrid, firstAccepting } from './threshold-grid.js';
import type { PairColumns } from './verification-pair.js';

/** Pairs of one fold and kind in the order of their distances. Equal lengths. */
export interface PairGroup {
  readonly pair: Uint32Array;
  readonly distance: Float64Array;
}

/** Pairs by fold and kind, and the impostors among them in the order in which the grid's thresholds accept them. */
export interface FoldedPairs {
  /** How many there are in all. */
  readonly count: number;
  /** [pairs] */
  readonly fold: Uint32Array;
  readonly folds: readonly { readonly same: PairGroup; readonly different: PairGroup }[];
  /** How many different pairs there are. */
  readonly impostors: number;
  /** Different pairs that a threshold of the grid accepts, and the first threshold that does: rising, equal lengths. */
  readonly accepted: { readonly pair: Uint32Array; readonly bin: Uint32Array };
}

/** How often each pair counts, whole numbers, and how much that is in each fold. */
export interface FoldWeights {
  /** [pairs] */
  readonly pair: Float64Array;
  /** [folds] */
  readonly same: Float64Array;
  /** [folds] */
  readonly different: Float64Array;
}

/** @param distances [pairs] */
export function foldPairs(distances: Float64Array, { same, fold, foldNumbers }: PairColumns): FoldedPairs {
  const rising = Uint32Array.from(distances, (_, pair) => pair).sort((a, b) => distances[a]! - distances[b]!);
  const group = (wanted: number, kind: number): PairGroup => {
    const pair = rising.filter(pair => fold[pair] === wanted && same[pair] === kind);
    return { pair, distance: Float64Array.from(pair, pair => distances[pair]!) };
  };
  const bins = firstAccepting(distances, falseAcceptGrid);
  const pair = rising.filter(pair => same[pair] === 0 && bins[pair]! < falseAcceptGrid.count);
  return {
    count: distances.length,
    fold,
    folds: foldNumbers.map((_, index) => ({ same: group(index, 1), different: group(index, 0) })),
    impostors: same.reduce((sum, value) => sum + 1 - value, 0),
    accepted: { pair, bin: Uint32Array.from(pair, pair => bins[pair]!) },
  };
}

/** @param pair [pairs] how often each pair counts */
export function weighFolds({ folds }: FoldedPairs, pair: Float64Array): FoldWeights {
  return {
    pair,
    same: Float64Array.from(folds, ({ same }) => sumOf(same, pair)),
    different: Float64Array.from(folds, ({ different }) => sumOf(different, pair)),
  };
}

/**
 * For each fold the threshold with this FAR on the other folds: interpolated between the two distinct FARs around it, each
 * standing for the first threshold of the grid that has it. insightface verification.py, `calculate_val`, with two
 * departures: SciPy refuses FARs that are not distinct; and when even the last threshold lets fewer impostors pass, that one
 * is taken and not 0, which would reject all.
 *
 * @param zeroFarAt where FAR 0 stands when the nearest impostors alone are more than the FAR: at the first threshold that has it, 0, as
 * the reference does; or at the last, just below those impostors
 * @returns [folds] squared distances; NaN where no other fold has an impostor of weight
 */
export function thresholdsAtFar(
  { fold, folds, accepted }: FoldedPairs,
  far: number,
  weights: FoldWeights,
  zeroFarAt: 'first' | 'last' = 'first',
): number[] {
  const { step, count } = falseAcceptGrid;
  const impostors = othersOf([...weights.different]);
  const thresholds = impostors.map(weight => (weight === 0 ? Number.NaN : (count - 1) * step));
  let waiting = folds.flatMap((_, index) => (impostors[index] === 0 ? [] : [index]));
  const passed = new Float64Array(folds.length);
  let passedInAll = 0;
  // By fold: how many of the others have passed, and at which threshold of the grid the last of them did.
  const last = { passed: new Float64Array(folds.length), bin: new Uint32Array(folds.length) };
  const { pair, bin } = accepted;
  for (let next = 0; next < pair.length && waiting.length > 0; ) {
    const k = bin[next]!;
    for (; next < pair.length && bin[next] === k; next++) {
      const weight = weights.pair[pair[next]!]!;
      passed[fold[pair[next]!]!]! += weight;
      passedInAll += weight;
    }
    let reached = false;
    for (const index of waiting) {
      const here = passedInAll - passed[index]!;
      const before = last.passed[index]!;
      if (here === before) continue;
      if (here / impostors[index]! >= far) {
        const [farBefore, farHere] = [before / impostors[index]!, here / impostors[index]!];
        const lowBin = before === 0 && zeroFarAt === 'last' ? k - 1 : last.bin[index]!;
        const [low, high] = [lowBin * step, k * step];
        thresholds[index] = low + ((far - farBefore) / (farHere - farBefore)) * (high - low);
        reached = true;
      }
      last.passed[index] = here;
      last.bin[index] = k;
    }
    if (reached) waiting = waiting.filter(index => last.passed[index]! / impostors[index]! < far);
  }
  return thresholds;
}

function sumOf({ pair }: PairGroup, weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < pair.length; index++) sum += weights[pair[index]!]!;
  return sum;
}

/** For each value the sum of the others. */
function othersOf(values: readonly number[]): number[] {
  const sum = values.reduce((sum, value) => sum + value, 0);
  return values.map(value => sum - value);
}
