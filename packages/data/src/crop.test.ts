import { expect, it } from 'vitest';
import { cropNames, cropOf } from './crop.js';

it.each(cropNames)('%s is a square of its photo, inside it', name => {
  const { box, photoSizePx } = cropOf(name);
  expect(box.width * photoSizePx.width).toBeCloseTo(box.height * photoSizePx.height, 6);
  expect(Math.min(box.left, box.top)).toBeGreaterThanOrEqual(0);
  expect(Math.max(box.left + box.width, box.top + box.height)).toBeLessThanOrEqual(1);
});

it('names the crops there are', () => {
  expect(() => cropOf('lwf')).toThrow(
    'Expected a crop that is known (celeba, lfw, aligned) but received "lwf" (cropOf).',
  );
});
