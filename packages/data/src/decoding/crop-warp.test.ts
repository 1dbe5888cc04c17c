import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CropFrame, placeIn } from './crop-frame.js';
import { sampleWarp, warpBy } from './crop-warp.js';
import { sampleFrame } from './sample-frame.js';

const [width, height] = [40, 30];
const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
const image = { data, width, height };

it('by a frame is the crop of that frame', () => {
  const number = fc.integer({ min: -1000, max: 1000 }).map(thousandths => thousandths / 1000);
  fc.assert(
    fc.property(fc.array(number, { minLength: 6, maxLength: 6 }), fc.constantFrom(1, 5, 8), (numbers, cells) => {
      // Each pixel of 16x16 is then a multiple of 1/32,000 of the photo; a little aside, none lies on its very edge, where
      // rounding says to which side it falls.
      const [a, b, c, d, e, f] = numbers as unknown as CropFrame;
      const frame: CropFrame = [a, b, c + 3e-6, d, e, f + 3e-6];
      const [warped, framed] = [new Uint8ClampedArray(16 * 16 * 3), new Uint8ClampedArray(16 * 16 * 3)];
      sampleWarp(
        image,
        warpBy((u, v) => placeIn(frame, u, v), cells),
        16,
        warped,
      );
      sampleFrame(image, { frame, gain: 1, bias: 0 }, 16, framed);
      const differing = warped.filter((value, i) => Math.abs(value - (framed[i] as number)) > 1);
      expect(differing.length).toBe(0);
    }),
  );
});

it('takes each part of the crop from where its corners point', () => {
  // The left half of the crop from the right half of the photo, and the other way round.
  const crop = new Uint8ClampedArray(8 * 8 * 3);
  const half = (u: number): number => (u < 0.5 ? u + 0.5 : u - 0.5);
  const colours = new Uint8Array(8 * 8 * 3).map((_, i) => (Math.trunc(i / 3) % 8 < 4 ? 50 : 200));
  sampleWarp(
    { data: colours, width: 8, height: 8 },
    warpBy((u, v) => [half(u), v], 8),
    8,
    crop,
  );
  expect([...crop.slice(0, 9)]).toEqual(Array(9).fill(200));
  expect([...crop.slice(15, 21)]).toEqual(Array(6).fill(50));
});

it('is black outside of the photo', () => {
  const crop = new Uint8ClampedArray(4 * 4 * 3).fill(7);
  sampleWarp(
    image,
    warpBy((u, v) => [u + 2, v], 2),
    4,
    crop,
  );
  expect(new Set(crop)).toEqual(new Set([0]));
});
