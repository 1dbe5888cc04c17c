import { expect, it } from 'vitest';
import { averageRate } from './average-rate.js';

it('is one in n once there were as many steps', () => {
  const rate = averageRate({ steps: 100 });
  expect(rate(890)).toBe(0.01);
  expect(rate(100_000)).toBe(0.01);
});

it('forgets the first weights, which are random, within some dozen steps', () => {
  const rate = averageRate({ steps: 1000 });
  const shareOfFirst = Array.from({ length: 50 }, (_, step) => 1 - rate(step)).reduce((share, keep) => share * keep, 1);
  expect(shareOfFirst).toBeLessThan(1e-4);
  expect(rate(0)).toBe(0.9);
});

it('refuses no steps', () => {
  expect(() => averageRate({ steps: 0 })).toThrow(/averageRate/);
});
