import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type RatePoint, suggestRates } from './suggest-rates.js';

const options = { skip: 0, span: 1 };

/** A loss that falls from 10 to 4 around one rate, and rises from another on, ten points a decade from 1e-5 to 10. */
function curve({ falls, rises }: { falls: number; rises: number }): RatePoint[] {
  return Array.from({ length: 61 }, (_, index) => {
    const rate = 10 ** (index / 10 - 5);
    const fallen = 6 / (1 + (falls / rate) ** 2);
    return { rate, loss: 10 - fallen + (rate / rises) ** 3 };
  });
}

it('suggests where the loss falls fastest, and a tenth of where it is least', () => {
  const points = [
    { rate: 1e-3, loss: 9 },
    { rate: 1e-2, loss: 8 },
    { rate: 1e-1, loss: 5 },
    { rate: 1, loss: 4 },
    { rate: 10, loss: 20 },
  ];
  expect(suggestRates(points, options)).toEqual({
    steepest: expect.closeTo(Math.sqrt(1e-2 * 1e-1), 12),
    leastTenth: expect.closeTo(0.1, 12),
  });
});

it.each([1, 5, 10])('finds the middle of a smooth fall, whatever the span: %i points', span => {
  const { steepest } = suggestRates(curve({ falls: 0.01, rises: 5 }), { skip: 0, span });
  expect(Math.abs(Math.log10((steepest as number) / 0.01))).toBeLessThan(0.06);
});

it('by the span does not take one point of noise for a fall', () => {
  const points = curve({ falls: 0.01, rises: 5 }).map((point, index) =>
    index === 12 ? { ...point, loss: point.loss + 1.5 } : point,
  );
  expect(suggestRates(points, options).steepest).toBeLessThan(1e-3);
  expect(suggestRates(points, { ...options, span: 10 }).steepest).toBeGreaterThan(5e-3);
});

it('does not look at the beginning, where there is no mean yet', () => {
  const points = curve({ falls: 0.01, rises: 5 });
  const noisy = [{ rate: 1e-7, loss: 100 }, { rate: 1e-6, loss: 0.1 }, ...points];
  expect(suggestRates(noisy, { ...options, skip: 2 })).toEqual(suggestRates(points, options));
});

it.each([
  ['rises', [5, 6, 7]],
  ['stays', [5, 5, 5]],
  ['falls by noise', [5, 4.95, 6]],
  ['is not there', []],
])('suggests nothing where the loss %s', (_, losses) => {
  const points = losses.map((loss, index) => ({ rate: 10 ** index, loss }));
  expect(suggestRates(points, options)).toEqual({ steepest: null, leastTenth: null });
});

const shape = fc.record({
  falls: fc.double({ min: 1e-3, max: 0.05, noNaN: true }),
  rises: fc.double({ min: 0.5, max: 5, noNaN: true }),
  span: fc.integer({ min: 1, max: 10 }),
  skip: fc.integer({ min: 0, max: 6 }),
});
const factor = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

it('goes with the rates: what is found at k times the rates is k times as large', () => {
  fc.assert(
    fc.property(shape, factor, ({ falls, rises, ...rest }, k) => {
      const points = curve({ falls, rises });
      const moved = points.map(({ rate, loss }) => ({ rate: k * rate, loss }));
      const [{ steepest, leastTenth }, found] = [suggestRates(points, rest), suggestRates(moved, rest)];
      expect(found.leastTenth).toBeCloseTo(k * (leastTenth as number), 6);
      expect(found.steepest).toBeCloseTo(k * (steepest as number), 6);
    }),
  );
});

it("does not depend on the loss' unit", () => {
  fc.assert(
    fc.property(shape, factor, ({ falls, rises, ...rest }, k) => {
      const points = curve({ falls, rises });
      const scaled = points.map(({ rate, loss }) => ({ rate, loss: k * loss }));
      expect(suggestRates(scaled, rest)).toEqual(suggestRates(points, rest));
    }),
  );
});

it('lies below the rate of the least loss', () => {
  fc.assert(
    fc.property(shape, ({ falls, rises, ...rest }) => {
      const points = curve({ falls, rises });
      const { steepest, leastTenth } = suggestRates(points, rest);
      expect(steepest).toBeLessThan(10 * (leastTenth as number) + 1e-12);
      expect(points.map(({ rate }) => rate)).toContainEqual(expect.closeTo(10 * (leastTenth as number), 12));
    }),
  );
});
