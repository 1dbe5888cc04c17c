import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealFolds, peopleInSeveralFolds } from './deal-folds.js';
import type { LabelledPair } from './people-of-pairs.js';

type Pair = LabelledPair<number>;

/** Groups of people who have pairs among themselves alone, mixed. */
function groupsOf(groups: number, { perKind, people = 4 }: { perKind: number; people?: number }, seed = 1): Pair[] {
  const pairs = Array.from({ length: groups * perKind }, (_, index): Pair[] => {
    const start = (index % groups) * people;
    const person = start + (index % people);
    return [
      { first: person, second: person, same: true },
      { first: start + (index % 2), second: start + 2 + (index % 2), same: false },
    ];
  }).flat();
  return RandomStream.fromSeed(seed).shuffled(pairs);
}

function severalFolds(pairs: readonly Pair[], of: Uint32Array): number {
  return peopleInSeveralFolds(
    pairs.map(({ first, second }, index) => ({
      firstIdentity: first,
      secondIdentity: second,
      fold: of[index] as number,
    })),
  );
}

/** Same and different pairs of each fold. */
function kinds(pairs: readonly Pair[], of: Uint32Array, count: number): [same: number, different: number][] {
  return Array.from({ length: count }, (_, fold) => {
    const members = pairs.filter((_, index) => of[index] === fold);
    const same = members.filter(pair => pair.same).length;
    return [same, members.length - same];
  });
}

describe('dealFolds', () => {
  it('keeps the order of a list whose people do not come back', () => {
    const pairs = Array.from({ length: 8 }, (_, index): Pair => {
      const same = index % 2 === 0;
      return { first: 2 * index, second: same ? 2 * index : 2 * index + 1, same };
    });
    const { of, from } = dealFolds(pairs, 4, 'list');
    expect([...of]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(from).toBe('dealt in the order of the list');
  });

  it('keeps people together where groups of them are small enough', () => {
    const pairs = groupsOf(30, { perKind: 6 });
    const { of, from } = dealFolds(pairs, 10, 'list');
    expect(from).toBe('dealt by groups of people who share pairs');
    expect(severalFolds(pairs, of)).toBe(0);
    expect(kinds(pairs, of, 10)).toEqual(Array.from({ length: 10 }, () => [18, 18]));
  });

  it('deals in the order of the list where everybody is linked with everybody', () => {
    const pairs = groupsOf(1, { perKind: 60 });
    const { of, from } = dealFolds(pairs, 10, 'list');
    expect(from).toBe('dealt in the order of the list');
    expect(severalFolds(pairs, of)).toBe(4);
  });

  it('gives every fold its share of both kinds, whatever the list', () => {
    const lists = fc.record({
      groups: fc.integer({ min: 1, max: 40 }),
      perKind: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(lists, fc.integer({ min: 2, max: 10 }), ({ groups, perKind, seed }, count) => {
        fc.pre(groups * perKind >= count);
        const pairs = groupsOf(groups, { perKind }, seed);
        const share = (groups * perKind) / count;
        for (const [same, different] of kinds(pairs, dealFolds(pairs, count, 'list').of, count)) {
          expect(Math.abs(same - share)).toBeLessThanOrEqual(Math.max(1, 0.2 * share) + 1e-9);
          expect(Math.abs(different - share)).toBeLessThanOrEqual(Math.max(1, 0.2 * share) + 1e-9);
          expect(Math.min(same, different)).toBeGreaterThan(0);
        }
      }),
    );
  });

  it.each([1, 4])('refuses %i folds of three pairs a kind', count => {
    expect(() => dealFolds(groupsOf(3, { perKind: 1 }), count, 'list.txt')).toThrow(
      /received 3 same pairs and 3 different ones \(list\.txt\).* or fewer folds with --folds/,
    );
  });
});
