import fc from 'fast-check';
import { expect, it } from 'vitest';
import { errorsAllowed } from './rule-of-three.js';

it.each([
  [1e-3, 3000, 3],
  [1e-3, 2999, undefined],
  [1e-4, 30_000, 3],
  [1e-4, 3000, undefined],
  [1e-6, 87_000_000, 87],
  // 0.29 × 100 rounds to 28.999999999999996.
  [0.29, 100, 29],
])('allows at a rate of %f among %i trials %s errors', (rate, trials, allowed) => {
  expect(errorsAllowed(rate, trials)).toBe(allowed);
});

it('allows k errors at a rate of k / trials, whatever the division rounds to', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 100_000_000 }), fc.nat(), (trials, draw) => {
      const errors = 3 + (draw % (trials - 3));
      expect(errorsAllowed(errors / trials, trials)).toBe(errors);
    }),
  );
});
