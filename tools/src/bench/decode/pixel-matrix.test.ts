import { boxFrame, type CropFrame, sampleFrame, wholePhoto } from '@arcface-ts/data';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pixelMatrix } from './pixel-matrix.js';

it('leaves pixels where they are in a crop that is the photo', () => {
  expect(pixelMatrix(wholePhoto, [128, 128], 128)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
  ]);
});

it('leads to the pixel at which a box begins', () => {
  const frame = boxFrame({ left: 0.25, top: 0.5, width: 0.5, height: 0.25 });
  expect(pixelMatrix(frame, [40, 80], 20)).toEqual([
    [1, 0, 10],
    [0, 1, 40],
  ]);
});

it('reads a turned crop where our own sampling reads it', () => {
  const small = fc.double({ min: -0.4, max: 0.4, noNaN: true });
  // A photo whose values are its coordinates.
  const [width, height, sidePx] = [60, 80, 16];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    i % 3 === 0 ? 4 * (Math.floor(i / 3) % width) : i % 3 === 1 ? 3 * Math.floor(i / 3 / width) : 0,
  );
  fc.assert(
    fc.property(small, small, (turn, shift) => {
      const frame: CropFrame = [0.3, turn * 0.3, 0.35 + shift * 0.1, -turn * 0.2, 0.2, 0.4 + shift * 0.1];
      const [[a, b, x], [d, e, y]] = pixelMatrix(frame, [width, height], sidePx);
      const target = new Uint8ClampedArray(sidePx * sidePx * 3);
      sampleFrame({ data, width, height }, { frame, gain: 1, bias: 0 }, sidePx, target);
      const [column, row] = [11, 5];
      const at = (row * sidePx + column) * 3;
      expect(Math.abs((target[at] as number) - 4 * (a * column + b * row + x))).toBeLessThanOrEqual(0.51);
      expect(Math.abs((target[at + 1] as number) - 3 * (d * column + e * row + y))).toBeLessThanOrEqual(0.51);
    }),
  );
});
