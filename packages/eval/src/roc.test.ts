import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderPairs } from './ordered-pairs.js';
import { rocSummary } from './roc.js';

/** Whole-number distances, ties among them, with both kinds of pairs. */
const scored = fc
  .tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }), fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }))
  .map(([near, far]) => ({
    distances: Float64Array.from([...near, ...far]),
    same: Uint8Array.from([...near.map(() => 1), ...far.map(() => 0)]),
  }));

const summaryOf = (near: number[], far: number[]) =>
  summary(Float64Array.from([...near, ...far]), Uint8Array.from([...near.map(() => 1), ...far.map(() => 0)]));

const summary = (distances: Float64Array, same: Uint8Array) => rocSummary(orderPairs(distances, same));

it('counts couples in the right order, ties half', () => {
  // Couples (near, far): (1,2) (1,3) (2,3) right, (2,2) tied.
  expect(summaryOf([1, 2], [2, 3]).auc).toBe((3 + 0.5) / 4);
});

it('finds the equal error rate between two points', () => {
  // ROC: (0,0) → (0,½) → (½,1) → (1,1); FAR = 1 − TAR in the middle of the second piece.
  expect(summaryOf([1, 2], [2, 3]).eer).toBe(0.25);
});

it('finds the best single threshold', () => {
  // Below 2.5: 1 and 2 are accepted rightly, 2 wrongly, 3 rejected rightly.
  expect(summaryOf([1, 2], [2, 3]).bestAccuracy).toBe(3 / 4);
});

it('says that nothing separates pairs of one distance', () => {
  const { auc, eer, bestAccuracy } = summaryOf([1, 1, 1], [1, 1]);
  expect({ auc, eer, bestAccuracy }).toEqual({ auc: 0.5, eer: 0.5, bestAccuracy: 3 / 5 });
});

it('keeps the AUC, the EER and the best accuracy under a rising map of the distances', () => {
  fc.assert(
    fc.property(scored, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 21, maxLength: 21 }), (set, steps) => {
      const map = steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0));
      const { roc: _, ...mapped } = summary(
        set.distances.map(value => map[value] as number),
        set.same,
      );
      expect(summary(set.distances, set.same)).toMatchObject(mapped);
    }),
  );
});

it('turns the AUC around when the kinds change places', () => {
  fc.assert(
    fc.property(scored, ({ distances, same }) => {
      const turned = summary(
        distances,
        same.map(value => 1 - value),
      );
      expect(turned.auc + summary(distances, same).auc).toBeCloseTo(1, 14);
    }),
  );
});

it('draws a curve on which FAR, TAR and threshold rise from nothing to everything', () => {
  fc.assert(
    fc.property(scored, ({ distances, same }) => {
      const { far, tar, threshold } = summary(distances, same).roc;
      expect([far[0], tar[0], far.at(-1), tar.at(-1)]).toEqual([0, 0, 1, 1]);
      for (const [low, high] of [far, tar, threshold].flatMap(values =>
        values.slice(1).map((v, i) => [values[i], v]),
      )) {
        expect(low).toBeLessThanOrEqual(high as number);
      }
    }),
  );
});

it('gives for each threshold of the curve the shares that lie below it', () => {
  fc.assert(
    fc.property(scored, ({ distances, same }) => {
      const { far, tar, threshold } = summary(distances, same).roc;
      const share = (kind: number, below: number) => {
        const ofKind = distances.filter((_, pair) => same[pair] === kind);
        return ofKind.filter(value => value < below).length / ofKind.length;
      };
      expect(threshold.map(value => share(0, value))).toEqual(far);
      expect(threshold.map(value => share(1, value))).toEqual(tar);
    }),
  );
});

it('has an EER in [0, 0.5] where impostors are farther than genuine pairs at every quantile', () => {
  const pushed = fc.array(fc.tuple(fc.nat(20), fc.nat(5)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(pushed, pairs => {
      const { eer } = summaryOf(
        pairs.map(([near]) => near),
        pairs.map(([near, push]) => near + push),
      );
      expect(eer).toBeGreaterThanOrEqual(0);
      expect(eer).toBeLessThanOrEqual(0.5 + 1e-12);
    }),
  );
});
