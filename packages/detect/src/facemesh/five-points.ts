import type { FivePoints, Point } from '../face.js';
import { inPhoto, type MeshCrop } from './mesh-crop.js';

/** Points of MediaPipe's face mesh (its canonical face model): the outlines of the eyes, the tip of the nose, the mouth's corners. */
const leftEyeOutline = [33, 133, 160, 159, 158, 144, 145, 153];
const rightEyeOutline = [362, 263, 385, 386, 387, 373, 374, 380];
const noseTip = 4;
const leftMouthCorner = 61;
const rightMouthCorner = 291;

/** Points of the mesh, x, y, z each. */
export const meshNumbers = 3 * 468;

/** The five points of a face in its photo, from its mesh [468, 3] in pixels of the crop. */
export function fivePoints(mesh: Float32Array, crop: MeshCrop): FivePoints {
  const at = (index: number): Point => [mesh[3 * index] as number, mesh[3 * index + 1] as number];
  const middle = (indices: readonly number[]): Point => {
    const sum = indices.map(at).reduce<Point>(([x, y], [u, v]) => [x + u, y + v], [0, 0]);
    return [sum[0] / indices.length, sum[1] / indices.length];
  };
  const points = [
    middle(leftEyeOutline),
    middle(rightEyeOutline),
    at(noseTip),
    at(leftMouthCorner),
    at(rightMouthCorner),
  ];
  return points.map(point => inPhoto(crop, point)) as unknown as FivePoints;
}
