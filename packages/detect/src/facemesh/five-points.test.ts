import { expect, it } from 'vitest';
import { fivePoints, meshNumbers } from './five-points.js';

it('takes the middles of the outlines of the eyes, the tip of the nose and the corners of the mouth', () => {
  const mesh = new Float32Array(meshNumbers);
  const put = (index: number, x: number, y: number) => mesh.set([x, y, 99], 3 * index);
  for (const index of [33, 133, 160, 159, 158, 144, 145, 153]) put(index, 60, 80);
  put(33, 52, 80);
  for (const index of [362, 263, 385, 386, 387, 373, 374, 380]) put(index, 130, 84);
  put(4, 96, 110);
  put(61, 70, 140);
  put(291, 120, 142);
  // Twice as large, moved by 10 and 20.
  expect(fivePoints(mesh, { a: 2, b: 0, x: 10, y: 20 })).toEqual([
    [2 * 59 + 10, 180],
    [270, 188],
    [202, 240],
    [150, 300],
    [250, 304],
  ]);
});
