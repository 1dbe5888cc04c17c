import type { FivePoints } from '@arcface-ts/detect';
import { expect, it } from 'vitest';
import { inWholePhoto, paddedSquare } from './padded-photo.js';

const photo = { width: 100, height: 200 };

it('is half as large again as the longer side, around the middle', () => {
  expect(paddedSquare(photo)).toEqual({ left: -1, top: -0.25, width: 3, height: 1.5 });
});

it('brings points back: the middle to the middle, and a corner to that of the padding', () => {
  const points = [
    [63.5, 63.5],
    [-0.5, -0.5],
    [127.5, 127.5],
    [63.5, 63.5],
    [63.5, 63.5],
  ] as unknown as FivePoints;
  expect(inWholePhoto({ points }, photo, 128).points.slice(0, 3)).toEqual([
    [49.5, 99.5],
    [-100.5, -50.5],
    [199.5, 249.5],
  ]);
});

it('brings back depths as lengths', () => {
  const points = Array(5).fill([63.5, 63.5]) as unknown as FivePoints;
  const { mesh } = inWholePhoto({ points, mesh: [[63.5, 0, 10]] }, photo, 128);
  expect(mesh).toEqual([[49.5, expect.closeTo(-49.3281, 4), expect.closeTo(23.4375, 9)]]);
});
