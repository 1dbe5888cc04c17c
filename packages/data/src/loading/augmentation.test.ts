import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxFrame, type CropFrame } from '../decoding/crop-frame.js';
import { type AugmentationOptions, augment, noAugmentation } from './augmentation.js';

const frame = boxFrame({ left: 0.2, top: 0.3, width: 0.5, height: 0.4 });
const crop = { frame, sizePx: 112 };
const small = fc.double({ min: 0, max: 0.3, noNaN: true });
const everything: AugmentationOptions = {
  mirror: 0.5,
  shift: 0.1,
  scale: 0.1,
  rotation: 30,
  brightness: 0.1,
  contrast: 0.1,
  tint: 0.1,
  grey: 0.5,
  jpeg: 0.5,
  lowResolution: 0.5,
  cutOut: 0.5,
};

/** Where the crop's middle is in its unaltered self, how long its side is there, and how far its upper edge is turned, in degrees. */
function moveOf([a, b, c, d, e, f]: CropFrame) {
  const [x, y] = [((a + b) / 2 + c - 0.2) / 0.5, ((d + e) / 2 + f - 0.3) / 0.4];
  const [right, down] = [-b / 0.5, e / 0.4];
  return {
    right: x - 0.5,
    down: y - 0.5,
    side: Math.hypot(right, down),
    degrees: (Math.atan2(right, down) * 180) / Math.PI,
  };
}

it('leaves the photo as it is when everything is off', () => {
  expect(augment(RandomStream.fromSeed(1), crop, noAugmentation)).toEqual({ frame, gain: 1, bias: 0 });
});

it('stays within what the options allow', () => {
  fc.assert(
    fc.property(fc.nat(), small, small, small, small, (seed, shift, scale, brightness, contrast) => {
      const options = { ...everything, shift, scale, brightness, contrast, rotation: 100 * shift };
      const changed = augment(RandomStream.fromSeed(seed), crop, options);
      const { right, down, side, degrees } = moveOf(changed.frame);
      expect(Math.abs(side - 1)).toBeLessThanOrEqual(scale + 1e-9);
      expect(Math.abs(right)).toBeLessThanOrEqual(shift + 1e-9);
      expect(Math.abs(down)).toBeLessThanOrEqual(shift + 1e-9);
      expect(Math.abs(degrees)).toBeLessThanOrEqual(100 * shift + 1e-9);
      expect(Math.abs(changed.gain - 1)).toBeLessThanOrEqual(contrast + 1e-9);
      // Contrast turns about the middle grey, so only brightness moves that.
      const middle = changed.gain * 127.5 + changed.bias;
      expect(Math.abs(middle - 127.5)).toBeLessThanOrEqual(255 * brightness + 1e-9);
    }),
  );
});

it('shifts a crop that it neither scales nor turns by every whole number of pixels that is allowed', () => {
  const parent = RandomStream.fromSeed(1);
  const options = { ...noAugmentation, mirror: 0.5, shift: 3.5 / 112 };
  const moves = Array.from({ length: 500 }, (_, index) => moveOf(augment(parent.split(index), crop, options).frame));
  for (const shifts of [moves.map(({ right }) => right * 112), moves.map(({ down }) => down * 112)]) {
    const places = new Set(shifts.map(Math.round));
    expect([...places].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    for (const shift of shifts) expect(shift).toBeCloseTo(Math.round(shift), 6);
  }
});

it('keeps the other changes when some are switched off', () => {
  const all = augment(RandomStream.fromSeed(9), crop, everything);
  const options = { ...everything, shift: 0, scale: 0, rotation: 0, brightness: 0, tint: 0, grey: 1, cutOut: 0 };
  const some = augment(RandomStream.fromSeed(9), crop, options);
  expect(some.gain).toBe(all.gain);
  expect(Math.sign(some.frame[0])).toBe(Math.sign(all.frame[0]));
  expect(some.alterations?.jpeg).toEqual(all.alterations?.jpeg);
  expect(some.alterations).not.toHaveProperty('cutOut');
});

it('blots out squares inside the crop, of a fifth to two fifths of its side, and never below a quarter of its resolution', () => {
  fc.assert(
    fc.property(fc.nat(), seed => {
      const options = { ...noAugmentation, cutOut: 1, jpeg: 1, lowResolution: 1 };
      const { alterations } = augment(RandomStream.fromSeed(seed), crop, options);
      const { left = -1, top = -1, side = 0 } = alterations?.cutOut ?? {};
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(Math.max(left, top) + side).toBeLessThanOrEqual(1);
      expect(side >= 0.2 && side <= 0.4).toBe(true);
      const { sidePx = 0, quality = 0 } = alterations?.jpeg ?? {};
      expect(sidePx >= 28 && sidePx <= 112 && quality >= 30 && quality <= 95).toBe(true);
    }),
  );
});

it('gives each colour a gain of its own within its bounds', () => {
  fc.assert(
    fc.property(fc.nat(), seed => {
      const { alterations } = augment(RandomStream.fromSeed(seed), crop, { ...noAugmentation, tint: 0.2 });
      const gains = alterations?.gains ?? [];
      expect(new Set(gains).size).toBe(3);
      expect(Math.min(...gains)).toBeGreaterThanOrEqual(0.8);
      expect(Math.max(...gains)).toBeLessThanOrEqual(1.2);
      expect(Object.keys(alterations ?? {})).toEqual(['gains']);
    }),
  );
});

it('mirrors half of the photos', () => {
  const parent = RandomStream.fromSeed(1);
  const options = { ...noAugmentation, mirror: 0.5 };
  const frames = Array.from({ length: 2000 }, (_, index) => augment(parent.split(index), crop, options).frame);
  // Four standard deviations of a fair coin.
  expect(Math.abs(frames.filter(([a]) => a < 0).length - 1000)).toBeLessThan(4 * Math.sqrt(500));
});
