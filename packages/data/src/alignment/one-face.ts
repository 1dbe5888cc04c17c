import type { FivePoints, Point } from '@arcface-ts/detect';
import { meanOf } from './similarity.js';

/**
 * Whether two sets of five points are of one face, as two detectors or a person may have marked it: nearer to each other, on average, than half of
 * the distance between the second's eyes, or from eyes to mouth where that is longer. Faces beside each other are several times as far apart.
 */
export function areOfOneFace(found: FivePoints, marked: FivePoints): boolean {
  const apart = found.reduce((sum, point, i) => sum + distance(point, marked[i] as Point), 0) / found.length;
  const [left, right, , mouthLeft, mouthRight] = marked;
  const size = Math.max(distance(left, right), distance(meanOf([left, right]), meanOf([mouthLeft, mouthRight])));
  return apart < size / 2;
}

function distance([x, y]: Point, [u, v]: Point): number {
  return Math.hypot(x - u, y - v);
}
