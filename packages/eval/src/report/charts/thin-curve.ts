/** Places along an axis that a reader can tell apart: two to a pixel of a chart, about. */
const places = 800;

/**
 * Leaves out points of a curve that nobody would see: those within a place of the one kept before. The first and the last stay.
 *
 * @param points in the order of the curve   @param x,y where a point lies on the axes, in any unit
 */
export function thinCurve<Point>(
  points: readonly Point[],
  { x, y }: { x: (point: Point) => number; y: (point: Point) => number },
): Point[] {
  if (points.length < 3) return [...points];
  const [stepX, stepY] = [stepOf(points.map(x)), stepOf(points.map(y))];
  let kept = points[0] as Point;
  return points.filter((point, index) => {
    const moved = Math.abs(x(point) - x(kept)) >= stepX || Math.abs(y(point) - y(kept)) >= stepY;
    if (index > 0 && index < points.length - 1 && !moved) return false;
    kept = point;
    return true;
  });
}

/** Of values that are all equal: a step that none of them takes. */
function stepOf(values: readonly number[]): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high > low ? (high - low) / places : Number.POSITIVE_INFINITY;
}
