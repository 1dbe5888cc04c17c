import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tarAtFar } from './tar-at-far.js';
import { pairsAt, type WantedPair } from './testing/pairs-at.js';
import { foldPairs } from './thresholds-at-far.js';
import { pairColumns } from './verification-pair.js';

function measure(wanted: readonly WantedPair[], far: number) {
  const { embeddings, pairs } = pairsAt(wanted);
  const distances = Float64Array.from(wanted, pair => pair.distance);
  return tarAtFar(foldPairs(distances, pairColumns(pairs, embeddings.count)), far);
}

const inFolds = (distances: readonly number[], same: boolean): WantedPair[] =>
  distances.flatMap(distance => [0, 1].map(fold => ({ distance, same, fold })));

it('interpolates between the two distinct FARs around the wanted one', () => {
  // Impostors of either fold at 1.0005, 1.5005, 2.0005, …: FAR first is 1/10 at 1.001 and 2/10 at 1.501.
  const impostors = Array.from({ length: 10 }, (_, index) => 1.0005 + 0.5 * index * 0.9);
  const at = measure([...inFolds(impostors, false), ...inFolds([0.5, 1.2, 1.3], true)], 0.35);
  // 3/10 at 1.9005 → 1.901, 4/10 at 2.3505 → 2.351; halfway.
  expect(at?.threshold).toBeCloseTo((1.901 + 2.351) / 2, 10);
  expect(at).toMatchObject({ tar: 1, tarStd: 0, heldOutFar: 0.3, impostorPairs: 7 });
});

it('takes the first threshold that has the FAR exactly', () => {
  const impostors = Array.from({ length: 10 }, (_, index) => 1.0005 + 0.3 * index);
  expect(measure([...inFolds(impostors, false), ...inFolds([0.5], true)], 0.3)?.threshold).toBeCloseTo(1.601, 10);
});

it('rejects a pair at the threshold itself', () => {
  const impostors = [1.0005, 1.0005, 1.0005, 2, 2, 2, 2, 2, 2, 2];
  const at = measure([...inFolds(impostors, false), ...inFolds([1, 1001 * 0.001], true)], 0.3);
  expect(at).toMatchObject({ threshold: 1001 * 0.001, tar: 0.5 });
});

it('leaves a FAR out that rests on fewer than three impostor pairs', () => {
  const set = (impostors: number) => [
    ...inFolds(
      Array.from({ length: impostors }, (_, index) => 1 + index / 1000),
      false,
    ),
    ...inFolds([0.5], true),
  ];
  // In either of two folds: 0.1 × 28 and 0.1 × 30.
  expect(measure(set(14), 0.1)).toBeUndefined();
  expect(measure(set(15), 0.1)).toMatchObject({ impostorPairs: 3 });
});

it('accepts all same pairs when no impostor is near, opposite ones included', () => {
  const opposite = Array.from({ length: 40 }, () => 4);
  expect(measure([...inFolds(opposite, false), ...inFolds([0, 0.5, 2], true)], 0.1)).toMatchObject({
    tar: 1,
    heldOutFar: 0,
  });
});

it('leaves a fold without same pairs out of the mean instead of dividing by zero', () => {
  const impostors = Array.from({ length: 40 }, (_, index) => 2 + index / 100);
  const pairs = [
    ...inFolds(impostors, false),
    ...inFolds([0.5, 3.5], true),
    ...impostors.map(distance => ({ distance, same: false, fold: 2 })),
  ];
  expect(measure(pairs, 0.1)?.tar).toBe(0.5);
});

it('has a TAR that rises with the FAR', () => {
  const distance = fc.integer({ min: 0, max: 400 }).map(value => value / 100);
  const set = fc.tuple(
    fc.array(distance, { minLength: 60, maxLength: 80 }),
    fc.array(distance, { minLength: 20, maxLength: 40 }),
  );
  fc.assert(
    fc.property(set, ([impostors, genuine]) => {
      const wanted = [...impostors, ...genuine].map((value, index) => ({
        distance: value,
        same: index >= impostors.length,
        fold: index % 3,
      }));
      const tars = [0.1, 0.2, 0.4, 0.8].map(far => measure(wanted, far)?.tar as number);
      expect(tars).toEqual(tars.toSorted((a, b) => a - b));
    }),
    { numRuns: 40 },
  );
});
