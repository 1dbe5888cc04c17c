import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPairs, formatPairs, type PairFold } from './pair-list.js';

const names = Array.from({ length: 24 }, (_, index) => `Person_${index}`);
const size = { photosPerIdentity: 4, folds: 6, pairsPerFold: 15 };

function draw(seed: number): PairFold[] {
  return drawPairs(names, size, RandomStream.fromSeed(seed));
}

describe('drawPairs', () => {
  it('gives every fold as many pairs of one person as of two', () => {
    const counts = draw(1).map(({ same, different }) => [same.length, different.length]);
    expect(counts).toEqual(Array.from({ length: 6 }, () => [15, 15]));
  });

  it('pairs two photos of one person in the one list and two people in the other', () => {
    for (const { same, different } of draw(2)) {
      expect(same.every(([a, b]) => a.name === b.name && a.number !== b.number)).toBe(true);
      expect(different.every(([a, b]) => a.name !== b.name)).toBe(true);
    }
  });

  it('names only photos that exist, and no pair twice in either order', () => {
    fc.assert(
      fc.property(fc.nat(), seed => {
        const pairs = draw(seed).flatMap(({ same, different }) => [...same, ...different]);
        const keys = pairs.map(pair =>
          pair
            .map(({ name, number }) => `${name} ${number}`)
            .sort()
            .join(' '),
        );
        expect(new Set(keys).size).toBe(pairs.length);
        for (const { name, number } of pairs.flat()) {
          expect(names).toContain(name);
          expect([1, 2, 3, 4]).toContain(number);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps every person within one fold', () => {
    const people = draw(3).map(
      ({ same, different }) => new Set([...same, ...different].flat().map(({ name }) => name)),
    );
    const total = people.reduce((sum, fold) => sum + fold.size, 0);
    expect(new Set(people.flatMap(fold => [...fold])).size).toBe(total);
  });

  it('says what is missing when the people have too few photos', () => {
    expect(() => drawPairs(names, { ...size, pairsPerFold: 25 }, RandomStream.fromSeed(1))).toThrow(
      'Expected 25 pairs of one person and of two in each of 6 folds but received 4 people of 4 photos a fold, ' +
        'who make 24 and 96 (drawPairs). Draw more people or photos, or ask for fewer folds or pairs.',
    );
  });
});

describe('formatPairs', () => {
  it("writes LFW's official format", () => {
    const [a, b] = ['Ann_Lee', 'Bo_Ek'] as const;
    const text = formatPairs([
      {
        same: [
          [
            { name: a, number: 1 },
            { name: a, number: 4 },
          ],
        ],
        different: [
          [
            { name: a, number: 2 },
            { name: b, number: 1 },
          ],
        ],
      },
    ]);
    expect(text).toBe('1\t1\nAnn_Lee\t1\t4\nAnn_Lee\t2\tBo_Ek\t1\n');
  });
});
