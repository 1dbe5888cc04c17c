import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RgbImage } from './image-codec.js';
import { type SampleOptions, sampleBox } from './sample-box.js';

const whole: SampleOptions = { box: { left: 0, top: 0, width: 1, height: 1 }, mirrored: false, gain: 1, bias: 0 };

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
  sampleBox(photo, { ...whole, ...options }, sizePx, target);
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
      { mirrored: true },
      2,
    ),
  ).toEqual([10, 0, 110, 100]);
});

it('keeps the channels in the order red, green, blue when it mirrors', () => {
  const target = new Uint8ClampedArray(3);
  sampleBox({ data: Uint8Array.of(1, 2, 3), width: 1, height: 1 }, { ...whole, mirrored: true }, 1, target);
  expect([...target]).toEqual([1, 2, 3]);
});

it('reads black outside the photo, and its full value up to its edge', () => {
  const grey = image(2, 2, () => 80);
  expect(sample(grey, { box: { left: -1, top: 0, width: 2, height: 1 } }, 4)).toEqual(
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
        const values = sample(ramp, { box: { left, top: 0.1, width, height: 0.5 } }, 10);
        for (let x = 0; x < 10; x++) {
          const position = (left + ((x + 0.5) / 10) * width) * 100 - 0.5;
          expect(Math.abs((values[x] as number) - 2 * position)).toBeLessThanOrEqual(0.501);
        }
      },
    ),
  );
});

it('gives the same crop from a photo of half the size', () => {
  const box = { left: 0.21, top: 0.17, width: 0.5, height: 0.5 };
  const large = sample(
    image(80, 80, (x, y) => x + 2 * y),
    { box },
    20,
  );
  // Each small pixel is the mean of the four that it stands for.
  const small = sample(
    image(40, 40, (x, y) => 2 * x + 0.5 + 2 * (2 * y + 0.5)),
    { box },
    20,
  );
  for (const [index, value] of large.entries())
    expect(Math.abs(value - (small[index] as number))).toBeLessThanOrEqual(2);
});
