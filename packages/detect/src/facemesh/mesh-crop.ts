import type { CandidateFace } from '../blazeface/candidate-faces.js';
import type { Point, SpacePoint } from '../face.js';

/** Side of what the face mesh looks at. */
export const meshSidePx = 192;

/** How much larger the square is that it looks at than the box of the face. */
const margin = 1.5;

/** From the crop into the photo: (u, v) → (a·u − b·v + x, b·u + a·v + y). */
export interface MeshCrop {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** The square around a face, turned so that its eyes are level. */
export function meshCropOf({ centre, width, height, leftEye, rightEye }: CandidateFace): MeshCrop {
  const scale = (margin * Math.max(width, height)) / meshSidePx;
  const angle = Math.atan2(rightEye[1] - leftEye[1], rightEye[0] - leftEye[0]);
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const half = meshSidePx / 2;
  return { a, b, x: centre[0] - (a - b) * half, y: centre[1] - (b + a) * half };
}

/** Numbers of a mesh: x, y, z of each of its points. */
export const meshNumbers = 3 * 468;

/** The points of a mesh [468, 3] in the crop's pixels, as points of the photo; depths are scaled as lengths are. */
export function meshInPhoto(mesh: Float32Array, crop: MeshCrop): SpacePoint[] {
  const scale = Math.hypot(crop.a, crop.b);
  return Array.from({ length: mesh.length / 3 }, (_, index): SpacePoint => {
    const [u, v, depth] = mesh.subarray(3 * index, 3 * index + 3) as unknown as SpacePoint;
    return [...inPhoto(crop, [u, v]), scale * depth];
  });
}

/** The photo's point of one of the crop's. */
export function inPhoto({ a, b, x, y }: MeshCrop, [u, v]: Point): Point {
  return [a * u - b * v + x, b * u + a * v + y];
}

/** The eight numbers that TensorFlow's ImageProjectiveTransformV3 takes: from output to input, rows of a 3×3 matrix without its 1. */
export function projectiveTransform({ a, b, x, y }: MeshCrop): number[] {
  return [a, -b, x, b, a, y, 0, 0];
}
