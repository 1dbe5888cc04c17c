import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearDuplicates } from './near-duplicates.js';
import { hammingDistance } from './perceptual-hash.js';

const hash = (low: number) => [0, low] as const;

it('joins what is linked by others, and says how long the longest link is', () => {
  // 0 – 1 differ in two bits, 1 – 2 in one, 0 – 2 in three.
  const hashes = Uint32Array.of(...hash(0), ...hash(0b11), ...hash(0b111), ...hash(0xffff0000));
  expect(nearDuplicates(hashes, { maxDistance: 2 })).toEqual([{ members: [0, 1, 2], distance: 2 }]);
  expect(nearDuplicates(hashes, { maxDistance: 1 })).toEqual([{ members: [1, 2], distance: 1 }]);
});

it('has a distance of 0 for copies, and orders groups by their first members', () => {
  const hashes = Uint32Array.of(...hash(7), ...hash(1 << 20), ...hash(1 << 20), ...hash(7), ...hash(7));
  expect(nearDuplicates(hashes, { maxDistance: 0 })).toEqual([
    { members: [0, 3, 4], distance: 0 },
    { members: [1, 2], distance: 0 },
  ]);
});

it('groups fifty thousand copies of one picture without looking at each pair', () => {
  const groups = nearDuplicates(new Uint32Array(100_000).fill(5), { maxDistance: 4 });
  expect(groups.map(({ members, distance }) => [members.length, distance])).toEqual([[50_000, 0]]);
}, 5000);

it('has two hashes in one group exactly when near ones lead from one to the other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1023 }), { minLength: 1, maxLength: 25 }), lows => {
      // Comparing all with all, and walking on until nothing is added.
      const reach = (from: number): number[] => {
        const reached = new Set([from]);
        for (const at of reached) {
          for (const [other, low] of lows.entries()) {
            if (hammingDistance(hash(low), hash(lows[at] as number)) <= 1) reached.add(other);
          }
        }
        return [...reached].sort((one, other) => one - other);
      };
      const groups = nearDuplicates(Uint32Array.from(lows.flatMap(low => [...hash(low)])), { maxDistance: 1 });
      for (const index of lows.keys()) {
        const group = groups.find(({ members }) => members.includes(index));
        expect(group?.members ?? [index]).toEqual(reach(index));
      }
    }),
  );
});

it('does not depend on the order of the hashes', () => {
  const lows = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(lows, values => {
      const groupsOf = (list: readonly number[]) =>
        nearDuplicates(Uint32Array.from(list.flatMap(low => [...hash(low)])), { maxDistance: 2 })
          .map(({ members, distance }) => `${members.map(index => list[index]).sort()} ${distance}`)
          .sort();
      expect(groupsOf(values.toReversed())).toEqual(groupsOf(values));
    }),
  );
});
