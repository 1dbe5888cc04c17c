import type { Point } from '@arcface-ts/detect';
import { Matrix, solve } from 'ml-matrix';

/**
 * The smoothest map of the plane that brings points to others: Bookstein 1989, "Principal warps: thin-plate splines and the decomposition of
 * deformations", IEEE PAMI 11, equation 7: f(p) = a + A·p + Σ wᵢ·U(|p − pᵢ|) with U(r) = r²·log r². Far from the points it is nearly
 * the affine part.
 * @param softness 0: it passes through all of the points; the larger, the smoother and the further from them (λ of Wahba 1990, "Spline models
 * for observational data")
 */
export function thinPlateSpline(
  from: readonly Point[],
  to: readonly Point[],
  softness = 0,
): (x: number, y: number) => Point {
  const count = from.length;
  const system = Matrix.zeros(count + 3, count + 3);
  const wanted = Matrix.zeros(count + 3, 2);
  for (const [i, [x, y]] of from.entries()) {
    for (const [j, [u, v]] of from.entries()) system.set(i, j, bending(x - u, y - v));
    system.set(i, i, softness);
    for (const [term, value] of [1, x, y].entries()) {
      system.set(i, count + term, value);
      system.set(count + term, i, value);
    }
    wanted.setRow(i, [...(to[i] as Point)]);
  }
  const weights = solve(system, wanted).to2DArray() as unknown as Point[];
  const [start, alongX, alongY] = weights.slice(count) as [Point, Point, Point];
  return (x, y) => {
    let u = start[0] + alongX[0] * x + alongY[0] * y;
    let v = start[1] + alongX[1] * x + alongY[1] * y;
    for (let i = 0; i < count; i++) {
      const [px, py] = from[i] as Point;
      const [wu, wv] = weights[i] as Point;
      const bend = bending(x - px, y - py);
      u += wu * bend;
      v += wv * bend;
    }
    return [u, v];
  };
}

function bending(dx: number, dy: number): number {
  const square = dx * dx + dy * dy;
  return square > 0 ? square * Math.log(square) : 0;
}
