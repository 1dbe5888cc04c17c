import { expect, it } from 'vitest';
import { dPrime } from './d-prime.js';

it('divides the gap of the means by the root mean square of the deviations', () => {
  // Same: mean 1, variance 1; different: mean 5, variance 4.
  const distances = Float64Array.of(0, 2, 3, 7);
  expect(dPrime(distances, Uint8Array.of(1, 1, 0, 0))).toBe((5 - 1) / Math.sqrt((1 + 4) / 2));
});

it('is zero, not NaN, when all pairs have one distance', () => {
  expect(dPrime(Float64Array.of(2, 2, 2), Uint8Array.of(1, 0, 0))).toBe(0);
});
