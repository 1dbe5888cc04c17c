import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visitNearPairs } from './near-pairs.js';
import { hammingDistance } from './perceptual-hash.js';

/** Hashes that lie close together, so that every distance occurs: a common one with a few bits turned over. */
const hashList = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 2, maxLength: 2 }),
    fc.array(fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 9 }), { maxLength: 25 }),
  )
  .map(([common, flips]) =>
    Uint32Array.from(
      flips.flatMap(places => {
        const words = Uint32Array.from(common);
        for (const place of places) words[place >> 5] = (words[place >> 5] as number) ^ (1 << (place & 31));
        return [...words];
      }),
    ),
  );

function byComparingAll(hashes: Uint32Array, maxDistance: number): string[] {
  const pairs: string[] = [];
  const hash = (index: number) => [hashes[2 * index] as number, hashes[2 * index + 1] as number] as const;
  for (let first = 0; first < hashes.length / 2; first++) {
    for (let second = first + 1; second < hashes.length / 2; second++) {
      const distance = hammingDistance(hash(first), hash(second));
      if (distance <= maxDistance) pairs.push(`${first} ${second} ${distance}`);
    }
  }
  return pairs.sort();
}

function byBands(hashes: Uint32Array, maxDistance: number): string[] {
  const pairs: string[] = [];
  visitNearPairs(hashes, { maxDistance }, (first, second, distance) => {
    pairs.push(`${Math.min(first, second)} ${Math.max(first, second)} ${distance}`);
  });
  return pairs.sort();
}

it('visits exactly the pairs that comparing all with all finds, each once', () => {
  fc.assert(
    fc.property(hashList, fc.integer({ min: 0, max: 12 }), (hashes, maxDistance) => {
      expect(byBands(hashes, maxDistance)).toEqual(byComparingAll(hashes, maxDistance));
    }),
    { numRuns: 200 },
  );
});

it('finds a pair wherever its bits differ', () => {
  // Two bits against two bands at a distance of 1, and against three at 2.
  for (let place = 0; place < 64; place++) {
    const other = [0, 0];
    other[place >> 5] = (1 << (place & 31)) >>> 0;
    const hashes = Uint32Array.of(0, 0, ...other);
    expect(byBands(hashes, 1)).toEqual(['0 1 1']);
    expect(byBands(hashes, 0)).toEqual([]);
  }
});

it('compares few of the pairs of a large set', () => {
  // 100,000 hashes are five thousand million pairs: comparing all takes most of a minute.
  let state = 1;
  const hashes = Uint32Array.from({ length: 200_000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
  });
  hashes.set([hashes[0] as number, ((hashes[1] as number) ^ 0b1111) >>> 0], 150_000);
  expect(byBands(hashes, 4)).toEqual(['0 75000 4']);
}, 10_000);

it.each([-1, 13, 1.5, Number.NaN])('refuses a distance of %d', maxDistance => {
  expect(() => byBands(Uint32Array.of(1, 2), maxDistance)).toThrow(
    `Expected a distance in whole bits from 0 to 12 but received ${maxDistance} (visitNearPairs).`,
  );
});
