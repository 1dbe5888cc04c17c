import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CropFrame, placeIn } from './crop-frame.js';
import { sampleWarp, warpBy } from './crop-warp.js';
import { sampleFrame } from './sample-frame.js';

const [width, height] = [40, 30];
const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
const image = { data, width, height };

it('by a frame is the crop of that frame', () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: 6, maxLength: 6 }), fc.constantFrom(1, 5, 8), (numbers, cells) => {
      const frame = numbers as unknown as CropFrame;
      const [warped, framed] = [new Uint8ClampedArray(16 * 16 * 3), new Uint8ClampedArray(16 * 16 * 3)];
      sampleWarp(
        image,
        warpBy((u, v) => placeIn(frame, u, v), cells),
        16,
        warped,
      );
      sampleFrame(image, { frame, gain: 1, bias: 0 }, 16, framed);
      // What lies on the photo's very edge may fall to either side of it.
      const differing = warped.filter((value, i) => Math.abs(value - (framed[i] as number)) > 1);
      expect(differing.length).toBeLessThanOrEqual(3);
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
