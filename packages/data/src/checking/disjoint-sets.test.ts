import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DisjointSets } from './disjoint-sets.js';

const count = 30;
const item = fc.integer({ min: 0, max: count - 1 });

/** Numbers of the sets by walking along the links, step by step until nothing changes. */
function labelsOf(links: readonly (readonly [number, number])[]): number[] {
  const labels = Array.from({ length: count }, (_, index) => index);
  for (let round = 0; round < count; round++) {
    for (const [one, other] of links) {
      const lower = Math.min(labels[one] as number, labels[other] as number);
      labels[one] = lower;
      labels[other] = lower;
    }
  }
  return labels;
}

it('has two items in one set exactly when links lead from one to the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(item, item), { maxLength: 40 }), item, item, (links, one, other) => {
      const sets = new DisjointSets(count);
      for (const [first, second] of links) sets.join(first, second);
      const labels = labelsOf(links);
      expect(sets.find(one) === sets.find(other)).toBe(labels[one] === labels[other]);
    }),
  );
});

it('returns from a join the item that stands for both', () => {
  const sets = new DisjointSets(4);
  sets.join(0, 1);
  const joined = sets.join(1, 2);
  expect([0, 1, 2, 3].map(index => sets.find(index))).toEqual([joined, joined, joined, 3]);
});
