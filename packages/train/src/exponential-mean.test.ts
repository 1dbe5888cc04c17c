import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exponentialMean } from './exponential-mean.js';

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const values = fc.array(number, { minLength: 1, maxLength: 50 });
const memory = fc.double({ min: 1, max: 200, noNaN: true });

function meanOf(of: readonly number[], n: number): number {
  const mean = exponentialMean(n);
  return of.map(mean).at(-1) as number;
}

it('is the weighted mean by hand', () => {
  // Of three values with a memory of 2: weights 1/4, 1/2 and 1 over their sum.
  expect(meanOf([8, 4, 1], 2)).toBeCloseTo((8 / 4 + 4 / 2 + 1) / (1 / 4 + 1 / 2 + 1), 12);
});

it('begins with the first value and not between it and 0', () => {
  expect(exponentialMean(50)(7)).toBeCloseTo(7, 12);
});

it('with a memory of 1 is the last value', () => {
  fc.assert(
    fc.property(values, of => {
      expect(meanOf(of, 1)).toBeCloseTo(of.at(-1) as number, 9);
    }),
  );
});

it('with a memory without end is the plain mean', () => {
  fc.assert(
    fc.property(values, of => {
      expect(meanOf(of, 1e9)).toBeCloseTo(of.reduce((sum, value) => sum + value, 0) / of.length, 3);
    }),
  );
});

it('lies between the least and the largest value', () => {
  fc.assert(
    fc.property(values, memory, (of, n) => {
      expect(meanOf(of, n)).toBeGreaterThanOrEqual(Math.min(...of) - 1e-9);
      expect(meanOf(of, n)).toBeLessThanOrEqual(Math.max(...of) + 1e-9);
    }),
  );
});

it('is linear in its values', () => {
  fc.assert(
    fc.property(values, memory, number, number, (of, n, factor, offset) => {
      const moved = of.map(value => factor * value + offset);
      expect(meanOf(moved, n)).toBeCloseTo(factor * meanOf(of, n) + offset, 4);
    }),
  );
});

it.each([0, 0.5, Number.NaN])('refuses a memory of %d', n => {
  expect(() => exponentialMean(n)).toThrow(`Expected a memory of 1 or more but received ${n} (exponentialMean).`);
});
