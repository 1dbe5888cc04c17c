import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accuracyAt, areaUnderRoc, bestLevel, equalErrorRate } from './accepted-figures.js';
import { acceptedBelow, acceptedOnce, orderPairs, roomForAccepted } from './ordered-pairs.js';

/** Pairs of whole-number distances, ties among them, and how often each counts; some pair of each kind does. */
const weighted = fc
  .array(fc.record({ distance: fc.nat(12), same: fc.nat(1), weight: fc.nat(4) }), { minLength: 2, maxLength: 40 })
  .filter(pairs => [0, 1].every(kind => pairs.some(({ same, weight }) => same === kind && weight > 0)));

const columnsOf = (pairs: readonly { distance: number; same: number }[]) =>
  orderPairs(
    Float64Array.from(pairs, pair => pair.distance),
    Uint8Array.from(pairs, pair => pair.same),
  );

it('measures weighted pairs as so many copies of them', () => {
  fc.assert(
    fc.property(weighted, pairs => {
      const ordered = columnsOf(pairs);
      const weights = Float64Array.from(pairs, pair => pair.weight);
      const byWeight = acceptedBelow(ordered, weights, roomForAccepted(ordered));
      const byCopies = acceptedOnce(columnsOf(pairs.flatMap(pair => Array.from({ length: pair.weight }, () => pair))));
      expect(areaUnderRoc(byWeight)).toBe(areaUnderRoc(byCopies));
      expect(equalErrorRate(byWeight)).toBe(equalErrorRate(byCopies));
      expect(accuracyAt(byWeight, bestLevel(byWeight))).toBe(accuracyAt(byCopies, bestLevel(byCopies)));
    }),
  );
});

it('overwrites the room that it gets', () => {
  fc.assert(
    fc.property(weighted, pairs => {
      const ordered = columnsOf(pairs);
      const weights = Float64Array.from(pairs, pair => pair.weight);
      const used = { same: roomForAccepted(ordered).same.fill(9, 1), different: roomForAccepted(ordered).different };
      expect(acceptedBelow(ordered, weights, used)).toEqual(acceptedBelow(ordered, weights, roomForAccepted(ordered)));
    }),
  );
});

it.each([0, 1])('has no area and no equal error rate where pairs of kind %i have no weight', kind => {
  const pairs = [1, 2, 3, 4].map(distance => ({ distance, same: distance % 2 }));
  const ordered = columnsOf(pairs);
  const weights = Float64Array.from(pairs, ({ same }) => (same === kind ? 0 : 1));
  const accepted = acceptedBelow(ordered, weights, roomForAccepted(ordered));
  expect([areaUnderRoc(accepted), equalErrorRate(accepted)]).toEqual([Number.NaN, Number.NaN]);
});
