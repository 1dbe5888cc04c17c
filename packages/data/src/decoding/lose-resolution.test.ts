import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loseResolution, shrink } from './lose-resolution.js';

const sizes = fc.integer({ min: 2, max: 40 }).chain(sizePx =>
  fc.record({
    sizePx: fc.constant(sizePx),
    sidePx: fc.integer({ min: 1, max: sizePx }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  }),
);

function noise(sizePx: number, seed: number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: sizePx * sizePx * 3 }, (_, at) => (at * 7919 * seed + 31 * at * at) % 256);
}

function meanOf(pixels: ArrayLike<number>): number {
  return Array.from(pixels).reduce((sum, value) => sum + value, 0) / pixels.length;
}

it('shrinks without a change of the mean', () => {
  fc.assert(
    fc.property(sizes, ({ sizePx, sidePx, seed }) => {
      const pixels = noise(sizePx, seed);
      const small = shrink(pixels, sizePx, sidePx);
      expect(small).toHaveLength(sidePx * sidePx * 3);
      // Each value is rounded once.
      expect(Math.abs(meanOf(small) - meanOf(pixels))).toBeLessThan(0.5 + 1e-9);
    }),
  );
});

it('leaves one colour, and the same size, as they are', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 255 }), ({ sizePx, sidePx, seed }, value) => {
      const flat = new Uint8ClampedArray(sizePx * sizePx * 3).fill(value);
      loseResolution(flat, sizePx, sidePx);
      expect(new Set(flat)).toEqual(new Set([value]));
      const pixels = noise(sizePx, seed);
      const before = Uint8ClampedArray.from(pixels);
      loseResolution(pixels, sizePx, sizePx);
      expect(pixels).toEqual(before);
    }),
  );
});

it('takes the mean of what a pixel covers', () => {
  const columns = [10, 20, 60];
  const pixels = Uint8ClampedArray.from({ length: 27 }, (_, at) => columns[Math.floor(at / 3) % 3] as number);
  // Of three columns two: the first, and half of the second.
  expect([...shrink(pixels, 3, 2)].slice(0, 6)).toEqual([13, 13, 13, 47, 47, 47]);
  expect([...shrink(pixels, 3, 1)]).toEqual([30, 30, 30]);
});

it('loses the detail that a smaller side cannot hold', () => {
  const pixels = Uint8ClampedArray.from({ length: 16 * 16 * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 16, Math.floor(at / 48)];
    return (x + y) % 2 === 0 ? 60 : 180;
  });
  loseResolution(pixels, 16, 4);
  expect(new Set(pixels)).toEqual(new Set([120]));
});
