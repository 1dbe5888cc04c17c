import type { FivePoints, Point, SpacePoint } from '../face.js';

/** Points of MediaPipe's face mesh (its canonical face model): the outlines of the eyes, the tip of the nose, the mouth's corners. */
const leftEyeOutline = [33, 133, 160, 159, 158, 144, 145, 153];
const rightEyeOutline = [362, 263, 385, 386, 387, 373, 374, 380];
const noseTip = 4;
const leftMouthCorner = 61;
const rightMouthCorner = 291;

/** The five points of a face whose mesh has these 468. */
export function fivePoints(mesh: readonly (Point | SpacePoint)[]): FivePoints {
  const at = (index: number): Point => {
    const [x, y] = mesh[index] as Point | SpacePoint;
    return [x, y];
  };
  const middle = (indices: readonly number[]): Point => {
    const sum = indices.map(at).reduce<Point>(([x, y], [u, v]) => [x + u, y + v], [0, 0]);
    return [sum[0] / indices.length, sum[1] / indices.length];
  };
  return [middle(leftEyeOutline), middle(rightEyeOutline), at(noseTip), at(leftMouthCorner), at(rightMouthCorner)];
}
