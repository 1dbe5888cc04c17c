import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerificationSet } from '../sets/verification-pair.js';
import { makeVerificationSet } from './make-verification-set.js';

function photosOf(identities: number, each: (identity: number) => number = () => 3) {
  return Array.from({ length: identities }, (_, identity) =>
    Array.from({ length: each(identity) }, (_, index) => ({
      path: `${String(identity).padStart(3, '0')}/${index}`,
      identity: `id-${identity}`,
    })),
  ).flat();
}

const anySet = fc
  .record({ seed: fc.nat(), identities: fc.integer({ min: 8, max: 40 }), pairs: fc.integer({ min: 8, max: 200 }) })
  .map(({ seed, identities, pairs }) =>
    makeVerificationSet(photosOf(identities), { stream: RandomStream.fromSeed(seed), pairs, folds: 4 }),
  );

function law(check: (set: VerificationSet) => void): void {
  fc.assert(fc.property(anySet, check), { numRuns: 50 });
}

describe('makeVerificationSet', () => {
  it('says the truth about each pair', () => {
    law(({ pairs, photos, identities }) => {
      for (const { first, second, same, firstIdentity, secondIdentity } of pairs) {
        expect(first).not.toBe(second);
        expect(identities[firstIdentity]).toBe(photos[first]?.identity);
        expect(identities[secondIdentity]).toBe(photos[second]?.identity);
        expect(firstIdentity === secondIdentity).toBe(same);
      }
    });
  });

  it('has as many same as different pairs in each fold, and equal folds', () => {
    law(({ pairs, folds }) => {
      const perKind = pairs.length / folds / 2;
      expect(perKind).toBeGreaterThanOrEqual(1);
      for (let fold = 0; fold < folds; fold++) {
        const inFold = pairs.filter(pair => pair.fold === fold);
        expect(inFold.filter(pair => pair.same)).toHaveLength(perKind);
        expect(inFold.filter(pair => !pair.same)).toHaveLength(perKind);
      }
    });
  });

  it('has no identity in two folds', () => {
    law(({ pairs }) => {
      const foldOf = new Map<number, number>();
      for (const { firstIdentity, secondIdentity, fold } of pairs) {
        for (const identity of [firstIdentity, secondIdentity]) {
          expect(foldOf.get(identity) ?? fold).toBe(fold);
          foldOf.set(identity, fold);
        }
      }
    });
  });

  it('has no pair twice', () => {
    law(({ pairs }) => {
      const keys = pairs.map(({ first, second }) => [first, second].sort((one, other) => one - other).join(' '));
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  it('does not fill its list with the one who has many photos', () => {
    const photos = photosOf(20, identity => (identity === 0 ? 30 : 3));
    const { pairs } = makeVerificationSet(photos, { stream: RandomStream.fromSeed(1), pairs: 40, folds: 2 });
    expect(pairs.filter(pair => pair.same && pair.firstIdentity === 0).length).toBeLessThanOrEqual(1);
  });

  it('is the same in every run, whatever the order of the photos is', () => {
    const make = (photos: ReturnType<typeof photosOf>) =>
      makeVerificationSet(photos, { stream: RandomStream.fromSeed(5), pairs: 60, folds: 3 });
    expect(make(photosOf(12).reverse())).toEqual(make(photosOf(12)));
  });

  it('refuses a set too small for its folds', () => {
    expect(() => makeVerificationSet(photosOf(5), { stream: RandomStream.fromSeed(1), folds: 4 })).toThrow(
      /Expected 4 folds of two identities or more.*received 5 identities with 15 photos/,
    );
  });
});
