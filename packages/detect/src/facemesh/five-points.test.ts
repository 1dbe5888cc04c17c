import { expect, it } from 'vitest';
import type { Point } from '../face.js';
import { fivePoints } from './five-points.js';

it('takes the middles of the outlines of the eyes, the tip of the nose and the corners of the mouth', () => {
  const mesh = Array.from({ length: 468 }, (): Point => [0, 0]);
  const put = (index: number, x: number, y: number) => {
    mesh[index] = [x, y];
  };
  for (const index of [33, 133, 160, 159, 158, 144, 145, 153]) put(index, 60, 80);
  put(33, 52, 80);
  for (const index of [362, 263, 385, 386, 387, 373, 374, 380]) put(index, 130, 84);
  put(4, 96, 110);
  put(61, 70, 140);
  put(291, 120, 142);
  expect(fivePoints(mesh)).toEqual([
    [59, 80],
    [130, 84],
    [96, 110],
    [70, 140],
    [120, 142],
  ]);
});
