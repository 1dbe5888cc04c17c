import fc from 'fast-check';
import { expect, it } from 'vitest';
import { weightedTarAtFar } from './tar-at-far.js';
import { pairsAt, type WantedPair } from './testing/pairs-at.js';
import { foldPairs, thresholdsAtFar, weighFolds } from './thresholds-at-far.js';
import { pairColumns } from './verification-pair.js';

function folded(wanted: readonly WantedPair[]) {
  const { embeddings, pairs } = pairsAt(wanted);
  const distances = Float64Array.from(wanted, pair => pair.distance);
  return foldPairs(distances, pairColumns(pairs, embeddings.count));
}

const distance = fc.integer({ min: 0, max: 40 }).map(value => value / 10);
const anyPair = fc.record({ distance, same: fc.boolean(), fold: fc.nat(2), weight: fc.nat(3) });

/** Folds 0 to 2 with both kinds in each, each pair with a weight that leaves both kinds in each. */
const weightedFolds = fc.array(anyPair, { maxLength: 40 }).map(pairs => [
  ...[0, 1, 2].flatMap(fold => [
    { distance: 0.95, same: true, fold, weight: 1 },
    { distance: 2.05, same: false, fold, weight: 1 },
  ]),
  ...pairs,
]);

it('takes weighted pairs for so many copies of them', () => {
  fc.assert(
    fc.property(weightedFolds, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (pairs, far) => {
      const weighted = folded(pairs);
      const weights = weighFolds(
        weighted,
        Float64Array.from(pairs, pair => pair.weight),
      );
      const copies = folded(pairs.flatMap(pair => Array.from({ length: pair.weight }, () => pair)));
      const once = weighFolds(copies, new Float64Array(copies.count).fill(1));
      expect(thresholdsAtFar(weighted, far, weights)).toEqual(thresholdsAtFar(copies, far, once));
      expect(weightedTarAtFar(weighted, far, weights)).toBe(weightedTarAtFar(copies, far, once));
    }),
  );
});

it('gives no threshold to a fold whose others have no impostor of weight', () => {
  const pairs = folded([
    { distance: 1, same: true, fold: 0 },
    { distance: 2, same: false, fold: 0 },
    { distance: 1, same: true, fold: 1 },
    { distance: 2, same: false, fold: 1 },
  ]);
  const weights = weighFolds(pairs, Float64Array.of(1, 1, 1, 0));
  // 2.001 is the first threshold that accepts the impostor of fold 0; half of FAR 1 is half of it.
  expect(thresholdsAtFar(pairs, 0.5, weights)).toEqual([Number.NaN, 2.001 / 2]);
  expect(weightedTarAtFar(pairs, 0.5, weights)).toBe(1);
});

it('stands just below the nearest impostor where that one alone exceeds the FAR, if asked to', () => {
  const pairs = folded(
    [0, 1].flatMap(fold => [
      { distance: 1, same: true, fold },
      { distance: 1.9995, same: false, fold },
      { distance: 3, same: false, fold },
    ]),
  );
  const once = weighFolds(pairs, new Float64Array(pairs.count).fill(1));
  // FAR is 1/2 at 2; a tenth of that way from the threshold of FAR 0.
  expect(thresholdsAtFar(pairs, 0.05, once)).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.2, 12)]);
  const last = thresholdsAtFar(pairs, 0.05, once, 'last');
  expect(last).toEqual([expect.closeTo(1.9991, 12), expect.closeTo(1.9991, 12)]);
  expect(weightedTarAtFar(pairs, 0.05, once)).toBe(1);
});
