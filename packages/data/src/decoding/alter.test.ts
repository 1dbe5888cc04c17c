import { expect, it } from 'vitest';
import { alter } from './alter.js';

const sizePx = 16;

function drawn(value: (x: number, y: number, channel: number) => number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: sizePx * sizePx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % sizePx, Math.floor(pixel / sizePx), at % 3);
  });
}

it('multiplies each colour by a gain of its own, up to white', async () => {
  const pixels = drawn((_x, _y, channel) => [200, 100, 50][channel] as number);
  await alter(pixels, sizePx, { gains: [1.5, 0.5, 1.1] });
  expect(pixels).toEqual(drawn((_x, _y, channel) => [255, 50, 55][channel] as number));
});

it('gives all channels the luminance of BT.601', async () => {
  const pixels = drawn((_x, _y, channel) => [200, 100, 50][channel] as number);
  await alter(pixels, sizePx, { grey: true });
  const luminance = Math.round(0.299 * 200 + 0.587 * 100 + 0.114 * 50);
  expect(new Set(pixels)).toEqual(new Set([luminance]));
});

it('blots out a square with grey and nothing else', async () => {
  const pixels = drawn(() => 7);
  await alter(pixels, sizePx, { cutOut: { left: 0.25, top: 0.5, side: 0.25 } });
  const grey = drawn((x, y) => (x >= 4 && x < 8 && y >= 8 && y < 12 ? 128 : 7));
  expect(pixels).toEqual(grey);
});

it.each([
  ['shrunk', { shrunkPx: 4 }],
  ['shrunk and compressed', { jpeg: { sidePx: 4, quality: 90 } }],
])('loses the detail that a smaller side cannot hold, and keeps the mean: %s', async (_, alterations) => {
  const pixels = drawn((x, y) => ((x + y) % 2 === 0 ? 60 : 180));
  await alter(pixels, sizePx, alterations);
  expect(Math.max(...pixels) - Math.min(...pixels)).toBeLessThan(12);
  expect(Math.abs(pixels.reduce((sum, value) => sum + value, 0) / pixels.length - 120)).toBeLessThan(3);
});

it('loses more at a lower quality', async () => {
  const original = drawn((x, y, channel) => (37 * x * x + 91 * y + 60 * channel) % 256);
  const errors = await Promise.all(
    [95, 30].map(async quality => {
      const pixels = Uint8ClampedArray.from(original);
      await alter(pixels, sizePx, { jpeg: { sidePx: sizePx, quality } });
      return pixels.reduce((sum, value, at) => sum + Math.abs(value - (original[at] as number)), 0);
    }),
  );
  expect(errors[1]).toBeGreaterThan(errors[0] as number);
});
