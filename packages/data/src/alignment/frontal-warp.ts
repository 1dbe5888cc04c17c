import { fivePoints, type Point, type SpacePoint } from '@arcface-ts/detect';
import { type CropFrame, placeIn } from '../decoding/crop-frame.js';
import { type CropWarp, warpBy } from '../decoding/crop-warp.js';
import { faceTemplate } from './face-template.js';
import type { PhotoSize } from './photo-size.js';
import { apply, similarityBetween } from './similarity.js';
import { thinPlateSpline } from './thin-plate-spline.js';

/** Points of MediaPipe's face mesh: the middle of the forehead's and of the chin's edge, and the edges of both cheeks. */
const [forehead, chin, leftCheek, rightCheek] = [10, 152, 234, 454];
const outline = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
const cornersOfEyesAndMouth = [33, 133, 362, 263, 61, 291];
const noseTip = 4;
const everySixth = Array.from({ length: 78 }, (_, i) => 6 * i);
/** What is brought to its place: a spline's work grows with the cube of their number. */
const moved = [...new Set([...outline, ...cornersOfEyesAndMouth, noseTip, ...everySixth])];
/** Of the grid: between its points places are off by 0.04 px of the crop on average, on a head that is turned by half a radian. */
const cells = 16;
/** Of the spline, for coordinates in fractions of the crop: a mesh is not exact. */
const softness = 1e-4;

/**
 * Where a crop lies in a photo that shows a face as it is seen from the front, its five points nearest to the template. The mesh is turned back by its own
 * axes, so that each face keeps its shape; a side that the photo does not show is stretched from what it shows. Taigman et al. 2014,
 * "DeepFace", CVPR, section 2, does so with 67 points and a mean face: https://doi.org/10.1109/CVPR.2014.220
 * @param mesh the 468 points, in pixels of the upright photo
 * @param stored where the crop that is wanted lies in the one of the template
 */
export function frontalWarp(mesh: readonly SpacePoint[], { width, height }: PhotoSize, stored: CropFrame): CropWarp {
  const front = fromTheFront(mesh);
  const toCrop = similarityBetween(fivePoints(front), faceTemplate);
  const spline = thinPlateSpline(
    moved.map(index => apply(toCrop, front[index] as Point)),
    moved.map((index): Point => {
      const [x, y] = mesh[index] as SpacePoint;
      return [(x + 0.5) / width, (y + 0.5) / height];
    }),
    softness,
  );
  return warpBy((u, v) => spline(...placeIn(stored, u, v)), cells);
}

/** The points as seen along the face's own axis: from cheek to cheek, from forehead to chin. */
export function fromTheFront(mesh: readonly SpacePoint[]): Point[] {
  const at = (index: number): SpacePoint => mesh[index] as SpacePoint;
  const down = unit(minus(at(chin), at(forehead)));
  const inwards = unit(cross(minus(at(rightCheek), at(leftCheek)), down));
  const across = cross(down, inwards);
  return mesh.map(point => [dot(point, across), dot(point, down)]);
}

const minus = ([a, b, c]: SpacePoint, [x, y, z]: SpacePoint): SpacePoint => [a - x, b - y, c - z];
const dot = ([a, b, c]: SpacePoint, [x, y, z]: SpacePoint): number => a * x + b * y + c * z;
const cross = ([a, b, c]: SpacePoint, [x, y, z]: SpacePoint): SpacePoint => [
  b * z - c * y,
  c * x - a * z,
  a * y - b * x,
];

function unit([x, y, z]: SpacePoint): SpacePoint {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
