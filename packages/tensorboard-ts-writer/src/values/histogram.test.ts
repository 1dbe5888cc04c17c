import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf } from './histogram.js';

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 }), {
  minLength: 1,
  maxLength: 100,
});

test('counts values into the buckets whose limits enclose them', () => {
  const { bucketLimit, bucket, ...moments } = histogramOf('weights', [-2, 0, 0, 1e-12]);
  expect(moments).toMatchObject({ min: -2, max: 1e-12, num: 4, sum: -2 + 1e-12, sumSquares: 4 + 1e-24 });
  expect(bucket).toEqual([1, 0, 2, 1]);
  // The limits around −2 are −1e-12 · 1.1ⁿ for n = 298 and 297; zeros lie in [0, 1e-12), 1e-12 in [1e-12, 1.1e-12).
  expect(bucketLimit[0]).toBeCloseTo(-1e-12 * 1.1 ** 297, 10);
  expect(bucketLimit.slice(1)).toEqual([0, 1e-12, 1e-12 * 1.1]);
});

test('each bucket counts the values from the limit before it up to its own', () => {
  fc.assert(
    fc.property(values, numbers => {
      const { bucketLimit, bucket } = histogramOf('weights', numbers);
      bucket.forEach((count, index) => {
        const lower = bucketLimit[index - 1] ?? Number.NEGATIVE_INFINITY;
        expect(count).toBe(numbers.filter(value => value >= lower && value < (bucketLimit[index] as number)).length);
      });
      expect(bucket.reduce((sum, count) => sum + count)).toBe(numbers.length);
    }),
  );
});

test('starts and ends with a filled bucket and has no two empty ones in a row', () => {
  fc.assert(
    fc.property(values, numbers => {
      const { bucket } = histogramOf('weights', numbers);
      expect(bucket.at(0)).toBeGreaterThan(0);
      expect(bucket.at(-1)).toBeGreaterThan(0);
      expect(bucket.some((count, index) => count === 0 && bucket[index + 1] === 0)).toBe(false);
    }),
  );
});

test('does not depend on the order of the values', () => {
  fc.assert(
    fc.property(values, numbers => {
      const { bucketLimit, bucket } = histogramOf('weights', numbers);
      expect(histogramOf('weights', numbers.toReversed())).toMatchObject({ bucketLimit, bucket });
    }),
  );
});

test('refuses a value that is not finite, and says which', () => {
  expect(() => histogramOf('gradients/fc', new Float32Array([0, Number.NaN]))).toThrow(
    'Expected one finite value or more but received NaN at index 1 (histogram "gradients/fc").',
  );
});

test('refuses an empty histogram', () => {
  expect(() => histogramOf('gradients/fc', [])).toThrow('received none (histogram "gradients/fc")');
});
