import type { Point } from '@arcface-ts/detect';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, inverse, type Similarity, similarityBetween } from './similarity.js';

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const similarity = fc
  .record({ scale: fc.double({ min: 0.2, max: 5, noNaN: true }), angle: coordinate, tx: coordinate, ty: coordinate })
  .map(({ scale, angle, tx, ty }): Similarity => ({ a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx, ty }));
const five: Point[] = [
  [0, 0],
  [10, 1],
  [5, 6],
  [1, 12],
  [9, 11],
];
const near = ([x, y]: Point) => [expect.closeTo(x, 6), expect.closeTo(y, 6)];

it('finds the similarity that moved the points', () => {
  fc.assert(
    fc.property(similarity, moved => {
      const found = similarityBetween(
        five,
        five.map(p => apply(moved, p)),
      );
      for (const p of five) expect(apply(found, p)).toEqual(near(apply(moved, p)));
    }),
  );
});

it('comes nearer than any other where none fits', () => {
  const distance = (s: Similarity, to: readonly Point[]) =>
    five.reduce((sum, p, i) => {
      const [x, y] = apply(s, p);
      const [u, v] = to[i] as Point;
      return sum + (x - u) ** 2 + (y - v) ** 2;
    }, 0);
  const shift = fc.double({ min: -0.1, max: 0.1, noNaN: true });
  fc.assert(
    fc.property(fc.array(point, { minLength: 5, maxLength: 5 }), shift, shift, shift, shift, (to, a, b, tx, ty) => {
      const best = similarityBetween(five, to);
      const other = { a: best.a + a, b: best.b + b, tx: best.tx + tx, ty: best.ty + ty };
      expect(distance(best, to)).toBeLessThanOrEqual(distance(other, to) + 1e-6);
    }),
  );
});

it('is undone by its inverse', () => {
  fc.assert(
    fc.property(similarity, point, (moved, p) => {
      expect(apply(inverse(moved), apply(moved, p))).toEqual(near(p));
    }),
  );
});

describe('refuses', () => {
  it.each([
    [
      'points that are one',
      [
        [1, 1],
        [1, 1],
      ],
      [
        [0, 0],
        [1, 1],
      ],
    ],
    ['no points', [], []],
    [
      'another number of points',
      [
        [0, 0],
        [1, 1],
      ],
      [[0, 0]],
    ],
  ] as [string, Point[], Point[]][])('%s', (_, from, to) => {
    expect(() => similarityBetween(from, to)).toThrow('Expected two different points or more');
  });
});
