import { DataError } from '@arcface-ts/core';
import type { Point } from '@arcface-ts/detect';

/** Turn, scale and shift: (x, y) → (a·x − b·y + tx, b·x + a·y + ty). */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity that brings points nearest to others, by least squares: Umeyama 1991, "Least-squares estimation of transformation
 * parameters between two point patterns", without reflection. With points as complex numbers z → a·z + t it is
 * a = Σ conj(z − z̄)·(w − w̄) / Σ |z − z̄|², t = w̄ − a·z̄.
 * Throws a DataError when there are fewer than two different points.
 */
export function similarityBetween(from: readonly Point[], to: readonly Point[]): Similarity {
  if (from.length !== to.length) throw unfit(from, to);
  const [fromX, fromY] = meanOf(from);
  const [toX, toY] = meanOf(to);
  let spread = 0;
  let along = 0;
  let across = 0;
  for (const [i, [x, y]] of from.entries()) {
    const [u, v] = to[i] as Point;
    const [dx, dy, du, dv] = [x - fromX, y - fromY, u - toX, v - toY];
    spread += dx * dx + dy * dy;
    along += dx * du + dy * dv;
    across += dx * dv - dy * du;
  }
  if (!(spread > 0)) throw unfit(from, to);
  const [a, b] = [along / spread, across / spread];
  return { a, b, tx: toX - (a * fromX - b * fromY), ty: toY - (b * fromX + a * fromY) };
}

function unfit(from: readonly Point[], to: readonly Point[]): DataError {
  return DataError.because({
    expected: 'two different points or more, and as many to bring them to',
    received: `${JSON.stringify(from)} and ${JSON.stringify(to)}`,
    place: 'similarityBetween',
  });
}

export function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce<Point>(([x, y], [u, v]) => [x + u, y + v], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

export function apply({ a, b, tx, ty }: Similarity, [x, y]: Point): Point {
  return [a * x - b * y + tx, b * x + a * y + ty];
}

/** The way back. */
export function inverse({ a, b, tx, ty }: Similarity): Similarity {
  const square = a * a + b * b;
  const [c, d] = [a / square, -b / square];
  return { a: c, b: d, tx: -(c * tx - d * ty), ty: -(d * tx + c * ty) };
}
