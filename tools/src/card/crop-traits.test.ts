import { expect, it } from 'vitest';
import { cropTraits } from './crop-traits.js';

const sidePx = 20;

/** A grey picture by rows and columns. */
function picture(greyAt: (row: number, column: number) => number): Uint8Array {
  return Uint8Array.from({ length: sidePx * sidePx * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return greyAt(Math.floor(pixel / sidePx), pixel % sidePx);
  });
}

it('takes the brightness of the middle alone', () => {
  const isInner = (at: number) => at >= 4 && at < 16;
  const { brightness } = cropTraits(
    picture((row, column) => (isInner(row) && isInner(column) ? 90 : 255)),
    sidePx,
  );
  expect(brightness).toBeCloseTo(90, 10);
});

it('weighs the colours as eyes do', () => {
  const green = Uint8Array.from({ length: sidePx * sidePx * 3 }, (_, index) => (index % 3 === 1 ? 100 : 0));
  expect(cropTraits(green, sidePx).brightness).toBeCloseTo(58.7, 10);
});

it('has no sharpness where nothing or a ramp is to be seen, and that of a chessboard by hand', () => {
  expect(
    cropTraits(
      picture(() => 77),
      sidePx,
    ).sharpness,
  ).toBeCloseTo(0, 10);
  expect(
    cropTraits(
      picture((_, column) => 10 * column),
      sidePx,
    ).sharpness,
  ).toBeCloseTo(0, 10);
  // Each pixel of 0 has four neighbours of 10, and the other way round: Laplacians of ±40.
  expect(
    cropTraits(
      picture((row, column) => 10 * ((row + column) % 2)),
      sidePx,
    ).sharpness,
  ).toBeCloseTo(40 ** 2, 8);
});

it('finds a blurred edge less sharp', () => {
  const edge = (width: number) =>
    cropTraits(
      picture((_, column) => 255 * Math.min(1, Math.max(0, (column - 10) / width + 0.5))),
      sidePx,
    ).sharpness;
  expect(edge(6)).toBeLessThan(edge(3));
  expect(edge(3)).toBeLessThan(edge(1));
});
