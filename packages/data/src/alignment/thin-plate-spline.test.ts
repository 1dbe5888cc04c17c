import type { Point } from '@arcface-ts/detect';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thinPlateSpline } from './thin-plate-spline.js';

const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
/** Points on a grid that is shaken by less than half of its step, so that no two are one and no three of a row on a line. */
const shaken = fc
  .array(fc.tuple(fc.double({ min: -0.2, max: 0.2, noNaN: true }), fc.double({ min: -0.2, max: 0.2, noNaN: true })), {
    minLength: 12,
    maxLength: 12,
  })
  .map(shifts => shifts.map(([dx, dy], i): Point => [(i % 4) / 2 + dx, Math.floor(i / 4) / 2 + dy]));

function near([x, y]: Point, digits: number): readonly number[] {
  return [expect.closeTo(x, digits), expect.closeTo(y, digits)];
}

it('passes through its points', () => {
  fc.assert(
    fc.property(shaken, fc.array(point, { minLength: 12, maxLength: 12 }), (from, to) => {
      const spline = thinPlateSpline(from, to);
      for (const [i, [x, y]] of from.entries()) expect(spline(x, y)).toEqual(near(to[i] as Point, 6));
    }),
  );
});

it('is affine where its points were moved by an affine map, soft or not', () => {
  const six = fc.array(coordinate, { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(shaken, six, point, fc.constantFrom(0, 0.1), (from, numbers, [x, y], softness) => {
      const [a, b, c, d, e, f] = numbers as [number, number, number, number, number, number];
      const affine = (u: number, v: number): Point => [a * u + b * v + c, d * u + e * v + f];
      const spline = thinPlateSpline(
        from,
        from.map(([u, v]) => affine(u, v)),
        softness,
      );
      expect(spline(x, y)).toEqual(near(affine(x, y), 5));
    }),
  );
});

it('comes the nearer to its points the less soft it is', () => {
  const from: Point[] = [0, 1, 2].flatMap(x => [0, 1, 2].map((y): Point => [x, y]));
  const to = from.map(([x, y]): Point => (x === 1 && y === 1 ? [1.5, 1] : [x, y]));
  const reached = [0, 0.01, 0.1, 1].map(softness => thinPlateSpline(from, to, softness)(1, 1)[0]);
  expect(reached[0]).toBeCloseTo(1.5, 9);
  expect(reached).toEqual([...reached].sort((a, b) => b - a));
  expect(new Set(reached).size).toBe(4);
});
