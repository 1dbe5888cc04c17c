import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accuracyGrid, falseAcceptGrid, firstAccepting } from './threshold-grid.js';

const grids = [accuracyGrid, falseAcceptGrid];

it.each(grids)('gives the first k with distance < k × $step', grid => {
  const onGrid = fc.nat(grid.count + 5).map(k => k * grid.step);
  const distance = fc.oneof(onGrid, fc.double({ min: 0, max: 4.1, noNaN: true }));
  fc.assert(
    fc.property(distance, value => {
      const thresholds = Array.from({ length: grid.count }, (_, k) => k * grid.step);
      const first = thresholds.findIndex(threshold => value < threshold);
      expect(firstAccepting(Float64Array.of(value), grid)).toEqual(Uint32Array.of(first === -1 ? grid.count : first));
    }),
  );
});

it('does not accept a distance that equals the threshold', () => {
  const [k, next] = [7, 8];
  expect([...firstAccepting(Float64Array.of(k * 0.01), accuracyGrid)]).toEqual([next]);
});
