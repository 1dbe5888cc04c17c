import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { augment, noAugmentation } from './augmentation.js';

const box = { left: 0.2, top: 0.3, width: 0.5, height: 0.4 };
const small = fc.double({ min: 0, max: 0.3, noNaN: true });

it('leaves the photo as it is when everything is off', () => {
  expect(augment(RandomStream.fromSeed(1), box, noAugmentation)).toEqual({ box, mirrored: false, gain: 1, bias: 0 });
});

it('stays within what the options allow', () => {
  fc.assert(
    fc.property(fc.nat(), small, small, small, small, (seed, shift, scale, brightness, contrast) => {
      const changed = augment(RandomStream.fromSeed(seed), box, { mirror: 0.5, shift, scale, brightness, contrast });
      const side = changed.box.width / box.width;
      const right = (changed.box.left + changed.box.width / 2 - (box.left + box.width / 2)) / box.width;
      const down = (changed.box.top + changed.box.height / 2 - (box.top + box.height / 2)) / box.height;
      expect(Math.abs(side - 1)).toBeLessThanOrEqual(scale + 1e-9);
      expect(changed.box.height / box.height).toBeCloseTo(side, 9);
      expect(Math.abs(right)).toBeLessThanOrEqual(shift + 1e-9);
      expect(Math.abs(down)).toBeLessThanOrEqual(shift + 1e-9);
      expect(Math.abs(changed.gain - 1)).toBeLessThanOrEqual(contrast + 1e-9);
      // Contrast turns about the middle grey, so only brightness moves that.
      const middle = changed.gain * 127.5 + changed.bias;
      expect(Math.abs(middle - 127.5)).toBeLessThanOrEqual(255 * brightness + 1e-9);
    }),
  );
});

it('keeps the other changes when one is switched off', () => {
  const stream = (): RandomStream => RandomStream.fromSeed(9);
  const options = { mirror: 0.5, shift: 0.1, scale: 0.1, brightness: 0.1, contrast: 0.1 };
  const all = augment(stream(), box, options);
  const { mirrored, gain } = augment(stream(), box, { ...options, shift: 0, scale: 0, brightness: 0 });
  expect([mirrored, gain]).toEqual([all.mirrored, all.gain]);
});

it('mirrors half of the photos', () => {
  const parent = RandomStream.fromSeed(1);
  const options = { ...noAugmentation, mirror: 0.5 };
  const mirrored = Array.from({ length: 2000 }, (_, index) => augment(parent.split(index), box, options).mirrored);
  // Four standard deviations of a fair coin.
  expect(Math.abs(mirrored.filter(Boolean).length - 1000)).toBeLessThan(4 * Math.sqrt(500));
});
