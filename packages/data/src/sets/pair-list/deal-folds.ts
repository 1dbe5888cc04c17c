import { DataError } from '@arcface-ts/core';
import { DisjointSets } from '../../checking/disjoint-sets.js';
import type { VerificationPair } from '../verification-pair.js';
import type { LabelledPair } from './people-of-pairs.js';

/** The fold of each pair, and where the folds come from. */
export interface Folds {
  readonly of: Uint32Array;
  /** In words, for the result. */
  readonly from: string;
}

/** How far a fold's share of a kind may be from an even one when people are kept together. */
const unevenness = 0.2;

/**
 * Deals pairs into folds of the same share of either kind.
 *
 * A threshold should not be chosen on the people it is judged by, so the folds are, of these, the first that can be had:
 * 1. In the order of the list, each kind on its own: the first tenth of the same pairs and the first tenth of the different
 *    ones make fold 0. It gives a list that keeps LFW's order its official folds back. Taken if nobody is in two folds.
 * 2. Whole groups of people whom different pairs link, the largest first, each to the fold that has least. Taken if no fold
 *    has a fifth more or less of a kind than an even share.
 * 3. As 1, with people in several folds; `peopleInSeveralFolds` counts them.
 *
 * @param pairs of people by number   @param count how many folds
 * Throws a DataError when there are fewer pairs of a kind than folds.
 */
export function dealFolds(pairs: readonly LabelledPair<number>[], count: number, file: string): Folds {
  const same = pairs.filter(pair => pair.same).length;
  if (count < 2 || Math.min(same, pairs.length - same) < count) {
    throw DataError.because({
      expected: `two folds or more, and a same pair and a different pair or more for each of ${count}`,
      received: `${same} same pairs and ${pairs.length - same} different ones`,
      place: file,
      next: 'Name more pairs, or fewer folds with --folds.',
    });
  }
  const ordered = inListOrder(pairs, count);
  const asListed = pairs.map(({ first, second }, index) => ({
    firstIdentity: first,
    secondIdentity: second,
    fold: ordered[index] as number,
  }));
  if (peopleInSeveralFolds(asListed) === 0) return { of: ordered, from: 'dealt in the order of the list' };
  const grouped = byGroups(pairs, count);
  if (grouped !== undefined) return { of: grouped, from: 'dealt by groups of people who share pairs' };
  return { of: ordered, from: 'dealt in the order of the list' };
}

/** How many people have pairs in more than one fold. */
export function peopleInSeveralFolds(
  pairs: readonly Pick<VerificationPair, 'firstIdentity' | 'secondIdentity' | 'fold'>[],
): number {
  const foldOf = new Map<number, number>();
  const several = new Set<number>();
  for (const { firstIdentity, secondIdentity, fold } of pairs) {
    for (const person of [firstIdentity, secondIdentity]) {
      if ((foldOf.get(person) ?? fold) !== fold) several.add(person);
      foldOf.set(person, fold);
    }
  }
  return several.size;
}

function inListOrder(pairs: readonly LabelledPair<number>[], count: number): Uint32Array {
  const same = pairs.filter(pair => pair.same).length;
  const total = { same, different: pairs.length - same };
  const dealt = { same: 0, different: 0 };
  return Uint32Array.from(pairs, pair => {
    const kind = pair.same ? 'same' : 'different';
    return Math.floor((dealt[kind]++ * count) / total[kind]);
  });
}

/** Undefined where the groups are too large for even folds, as where everybody is linked with everybody. */
function byGroups(pairs: readonly LabelledPair<number>[], count: number): Uint32Array | undefined {
  const people = 1 + pairs.reduce((most, { first, second }) => Math.max(most, first, second), 0);
  const sets = new DisjointSets(people);
  for (const { first, second } of pairs) sets.join(first, second);
  const groups = new Map<number, { same: number; different: number; indices: number[] }>();
  for (const [index, { first, same }] of pairs.entries()) {
    const root = sets.find(first);
    const group = groups.get(root) ?? { same: 0, different: 0, indices: [] };
    groups.set(root, group);
    group[same ? 'same' : 'different']++;
    group.indices.push(index);
  }
  const total = { same: pairs.filter(pair => pair.same).length, different: pairs.filter(pair => !pair.same).length };
  const share = (load: { same: number; different: number }) => ({
    same: (load.same * count) / total.same,
    different: (load.different * count) / total.different,
  });
  const loads = Array.from({ length: count }, () => ({ same: 0, different: 0 }));
  const of = new Uint32Array(pairs.length);
  const largestFirst = [...groups.values()].sort((one, other) => other.indices.length - one.indices.length);
  for (const group of largestFirst) {
    // What the fold's fuller kind would come to: a group of same pairs alone goes where same pairs are few.
    const fullness = loads.map(load => {
      const after = share({ same: load.same + group.same, different: load.different + group.different });
      return Math.max(group.same > 0 ? after.same : 0, group.different > 0 ? after.different : 0);
    });
    const fold = fullness.indexOf(Math.min(...fullness));
    const load = loads[fold] as (typeof loads)[number];
    load.same += group.same;
    load.different += group.different;
    for (const index of group.indices) of[index] = fold;
  }
  const even = loads.map(share).every(load => Object.values(load).every(kind => Math.abs(kind - 1) <= unevenness));
  return even ? of : undefined;
}
