import type { FivePoints, Point } from '@arcface-ts/detect';
import { expect, it } from 'vitest';
import { faceTemplate } from './face-template.js';
import { areOfOneFace } from './one-face.js';

/** Insightface's template, its sides 100 px long, somewhere in a photo. */
function face(x: number, y: number, breadth = 1): FivePoints {
  return faceTemplate.map(
    ([u, v]): Point => [x + 100 * (0.5 + breadth * (u - 0.5)), y + 100 * v],
  ) as unknown as FivePoints;
}

it.each([
  ['in the same place', face(40, 30), true],
  ['marked otherwise', face(46, 21), true],
  ['seen from the side', face(40, 30, 0.05), true],
  ['of the neighbour', face(120, 30), false],
  ['above', face(40, -40), false],
])('a face %s', (_, found, expected) => {
  expect(areOfOneFace(found, face(40, 30))).toBe(expected);
});

it('a face that is marked in profile', () => {
  expect(areOfOneFace(face(40, 30, 0.2), face(40, 30, 0))).toBe(true);
  expect(areOfOneFace(face(100, 30, 0), face(40, 30, 0))).toBe(false);
});
