import { expect, it } from 'vitest';
import { distanceBins } from './distance-bins.js';

it('gives shares of all distances in bins of 0.05, without empty bins at the ends', () => {
  const bins = distanceBins([0.11, 0.12, 0.2001, 0.12]);
  expect(bins.map(({ share }) => share)).toEqual([0.75, 0, 0.25]);
  expect(bins[0]?.from).toBeCloseTo(0.1, 12);
  expect(bins.at(-1)?.to).toBeCloseTo(0.25, 12);
});

it('takes distances that rounding brought above 4 for the farthest', () => {
  expect(distanceBins([4.000001, 4])).toEqual([{ from: 3.95, to: 4, share: 1 }]);
});
