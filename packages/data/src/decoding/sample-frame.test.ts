import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxFrame, type CropFrame, wholePhoto, within } from './crop-frame.js';
import type { RgbImage } from './image-codec.js';
import { type SampleOptions, sampleFrame } from './sample-frame.js';

const whole: SampleOptions = { frame: wholePhoto, gain: 1, bias: 0 };
const mirror: CropFrame = [-1, 0, 1, 0, 1, 0];

/** Each pixel is (value, value, value) of its column and row. */
function image(width: number, height: number, value: (x: number, y: number) => number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let index = 0; index < data.length; index++) {
    const pixel = Math.floor(index / 3);
    data[index] = value(pixel % width, Math.floor(pixel / width));
  }
  return { data, width, height };
}

function sample(photo: RgbImage, options: Partial<SampleOptions>, sizePx: number): number[] {
  const target = new Uint8ClampedArray(sizePx * sizePx * 3);
  sampleFrame(photo, { ...whole, ...options }, sizePx, target);
  return [...target].filter((_, index) => index % 3 === 0);
}

it('returns the photo itself when the box is the photo and the size its size', () => {
  const photo = image(6, 6, (x, y) => 10 * x + y);
  expect(sample(photo, {}, 6)).toEqual([...photo.data].filter((_, index) => index % 3 === 0));
});

it('mirrors columns and leaves rows', () => {
  expect(
    sample(
      image(2, 2, (x, y) => 10 * x + 100 * y),
      { frame: mirror },
      2,
    ),
  ).toEqual([10, 0, 110, 100]);
});

it('keeps the channels in the order red, green, blue when it mirrors', () => {
  const target = new Uint8ClampedArray(3);
  sampleFrame({ data: Uint8Array.of(1, 2, 3), width: 1, height: 1 }, { ...whole, frame: mirror }, 1, target);
  expect([...target]).toEqual([1, 2, 3]);
});

it('reads black outside the photo, and its full value up to its edge', () => {
  const grey = image(2, 2, () => 80);
  expect(sample(grey, { frame: boxFrame({ left: -1, top: 0, width: 2, height: 1 }) }, 4)).toEqual(
    Array.from({ length: 16 }, (_, index) => (index % 4 < 2 ? 0 : 80)),
  );
});

it('scales and shifts values, and clips them to a byte', () => {
  const values = sample(
    image(3, 3, x => [10, 100, 200][x] as number),
    { gain: 2, bias: -50 },
    3,
  );
  expect(values.slice(0, 3)).toEqual([0, 150, 255]);
});

it('places a crop with the precision of fractions of a pixel', () => {
  // A ramp is reproduced exactly by bilinear sampling, so its value tells where it was read.
  const ramp = image(100, 100, x => 2 * x);
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 0.4, noNaN: true }),
      fc.double({ min: 0.2, max: 0.5, noNaN: true }),
      (left, width) => {
        const values = sample(ramp, { frame: boxFrame({ left, top: 0.1, width, height: 0.5 }) }, 10);
        for (let x = 0; x < 10; x++) {
          const position = (left + ((x + 0.5) / 10) * width) * 100 - 0.5;
          expect(Math.abs((values[x] as number) - 2 * position)).toBeLessThanOrEqual(0.501);
        }
      },
    ),
  );
});

it('gives the same crop from a photo of half the size', () => {
  const frame = boxFrame({ left: 0.21, top: 0.17, width: 0.5, height: 0.5 });
  const large = sample(
    image(80, 80, (x, y) => x + 2 * y),
    { frame },
    20,
  );
  // Each small pixel is the mean of the four that it stands for.
  const small = sample(
    image(40, 40, (x, y) => 2 * x + 0.5 + 2 * (2 * y + 0.5)),
    { frame },
    20,
  );
  for (const [index, value] of large.entries())
    expect(Math.abs(value - (small[index] as number))).toBeLessThanOrEqual(2);
});

const part = fc.double({ min: 0, max: 1, noNaN: true });

it('reads a plane exactly in a frame that is turned and scaled, gain and bias included', () => {
  const plane = image(60, 40, (x, y) => x + 3 * y);
  fc.assert(
    fc.property(part, part, part, fc.double({ min: 0.5, max: 1.2, noNaN: true }), (turn, left, top, gain) => {
      const [angle, side] = [2 * Math.PI * turn, 10];
      const [cos, sin] = [side * Math.cos(angle), side * Math.sin(angle)];
      // A square of ten pixels around a point that is at least its half diagonal away from the edges.
      const [x, y] = [10 + 40 * left, 10 + 20 * top];
      const frame: CropFrame = [
        cos / 60,
        -sin / 60,
        (x - (cos - sin) / 2) / 60,
        sin / 40,
        cos / 40,
        (y - (cos + sin) / 2) / 40,
      ];
      const values = sample(plane, { frame, gain, bias: 3 }, 4);
      for (const [index, value] of values.entries()) {
        const [u, v] = [((index % 4) + 0.5) / 4, (Math.floor(index / 4) + 0.5) / 4];
        const readX = (frame[0] * u + frame[1] * v + frame[2]) * 60 - 0.5;
        const readY = (frame[3] * u + frame[4] * v + frame[5]) * 40 - 0.5;
        expect(Math.abs(value - (gain * (readX + 3 * readY) + 3))).toBeLessThanOrEqual(0.501);
      }
    }),
  );
});

it('gives the same whether pixels are copied or interpolated', () => {
  const photo = image(9, 9, (x, y) => (37 * x + 91 * y) % 256);
  for (const inner of [wholePhoto, mirror]) {
    const window = within(boxFrame({ left: 2 / 9, top: 3 / 9, width: 5 / 9, height: 5 / 9 }), inner);
    const shifted: CropFrame = [window[0], window[1], window[2] + 1e-5 / 9, window[3], window[4], window[5]];
    expect(sample(photo, { frame: window }, 5)).toEqual(sample(photo, { frame: shifted }, 5));
  }
});

it('gives the same, but for rounding, in an upright frame and in one that is turned by next to nothing', () => {
  const photo = image(13, 11, (x, y) => (37 * x + 91 * y) % 256);
  const place = fc.double({ min: -0.5, max: 0.9, noNaN: true });
  const side = fc.double({ min: 0.3, max: 1.5, noNaN: true });
  fc.assert(
    fc.property(place, place, side, side, fc.boolean(), fc.double({ min: 0.5, max: 1.5, noNaN: true }), (...drawn) => {
      const [left, top, width, height, mirrored, gain] = drawn;
      const box = within(boxFrame({ left, top, width, height }), mirrored ? mirror : wholePhoto);
      const turned: CropFrame = [box[0], 1e-12, box[2], 1e-12, box[4], box[5]];
      const values = sample(photo, { frame: box, gain, bias: 5 }, 12);
      const others = sample(photo, { frame: turned, gain, bias: 5 }, 12);
      for (const [i, value] of values.entries()) expect(Math.abs(value - (others[i] as number))).toBeLessThanOrEqual(1);
    }),
  );
});
