import { expect, it } from 'vitest';
import { fixedFrame } from './fixed-frame.js';

it.each([
  ['celeba', { width: 178, height: 218 }],
  ['celeba', { width: 89, height: 109 }],
  ['lfw', { width: 250, height: 250 }],
  ['pins', { width: 100, height: 160 }],
])('%s has a square inside its photo of %o', (set, size) => {
  const [a, b, c, d, e, f] = fixedFrame(set, size);
  expect([b, d]).toEqual([0, 0]);
  expect(a * size.width).toBeCloseTo(e * size.height, 6);
  expect(Math.min(c, f)).toBeGreaterThanOrEqual(0);
  expect(Math.max(a + c, e + f)).toBeLessThanOrEqual(1);
});

it('is around the middle of a set that is not known', () => {
  expect(fixedFrame('pins', { width: 100, height: 200 })).toEqual([1, 0, 0, 0, 0.5, 0.25]);
});
