import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PrCurveOptions, prCurveOf } from './pr-curve.js';

/** The six rows of a curve. */
function rowsOf(labels: ArrayLike<boolean | number>, predictions: number[], options?: PrCurveOptions): number[][] {
  const { value } = prCurveOf('faces', labels, predictions, options);
  if (value?.case !== 'tensor') throw new Error('no tensor');
  const { floatVal = [] } = value.value;
  const columns = floatVal.length / 6;
  return Array.from({ length: 6 }, (_, row) => floatVal.slice(row * columns, (row + 1) * columns));
}

test('counts what each threshold takes for positive', () => {
  // Thresholds 0, ½ and 1; the predictions fall to 0, ½, ½ and 1.
  const rows = rowsOf([true, false, true, true], [0.4, 0.5, 0.9, 1], { thresholds: 3 });
  const [truePositives, falsePositives, trueNegatives, falseNegatives, precision, recall] = rows;
  expect(truePositives).toEqual([3, 2, 1]);
  expect(falsePositives).toEqual([1, 1, 0]);
  expect(trueNegatives).toEqual([0, 0, 1]);
  expect(falseNegatives).toEqual([0, 1, 2]);
  expect(precision).toEqual([3 / 4, 2 / 3, 1]);
  expect(recall).toEqual([1, 2 / 3, 1 / 3]);
});

test('weights count', () => {
  const [truePositives, falsePositives] = rowsOf([1, 0], [1, 1], { thresholds: 2, weights: [0.25, 3] });
  expect([truePositives, falsePositives]).toEqual([
    [0.25, 0.25],
    [3, 3],
  ]);
});

test('precision is 0, not NaN, where nothing is taken for positive', () => {
  expect(rowsOf([1], [0], { thresholds: 2 })[4]).toEqual([1, 0]);
});

test('every example is counted at every threshold', () => {
  const examples = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1 });
  fc.assert(
    fc.property(examples, fc.integer({ min: 2, max: 300 }), (pairs, thresholds) => {
      const [labels, predictions] = [pairs.map(([label]) => label), pairs.map(([, prediction]) => prediction)];
      const [tp, fp, tn, fn] = rowsOf(labels, predictions, { thresholds }) as [number[], number[], number[], number[]];
      expect(tp).toHaveLength(thresholds);
      tp.forEach((count, index) => {
        expect(count + (fp[index] as number) + (tn[index] as number) + (fn[index] as number)).toBe(pairs.length);
      });
      expect(fn[0]).toBe(0);
    }),
  );
});

test.each<[string, unknown[], number[], PrCurveOptions, string]>([
  ['nothing', [], [], {}, 'Expected one prediction or more but received none (curve "faces").'],
  ['fewer labels', [1], [0, 1], {}, 'Expected 2 labels, as many as predictions but received 1'],
  ['fewer weights', [1, 0], [0, 1], { weights: [1] }, 'Expected 2 weights, as many as predictions but received 1'],
  ['a score', [1, 0], [0, 1.5], {}, 'Expected predictions from 0 to 1 but received 1.5 at index 1'],
  ['NaN', [1], [Number.NaN], {}, 'Expected predictions from 0 to 1 but received NaN at index 0'],
  ['a class', [2], [1], {}, 'Expected labels of false and true, or 0 and 1 but received 2 at index 0'],
  ['a negative weight', [1], [1], { weights: [-1] }, 'Expected finite weights, 0 or more but received -1 at index 0'],
  ['one threshold', [1], [1], { thresholds: 1 }, 'Expected from 2 to 10000 thresholds but received 1'],
])('refuses %s', (_, labels, predictions, options, message) => {
  expect(() => prCurveOf('faces', labels as number[], predictions, options)).toThrow(message);
});
