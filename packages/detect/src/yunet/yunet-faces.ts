import type { FivePoints, Point } from '../face.js';
import { type ScoredBox, withoutOverlaps } from '../scored-box.js';
import { cellNumbers, strides } from './yunet-heads.js';

/** A face that YuNet sees. */
export interface YunetFace extends ScoredBox {
  readonly points: FivePoints;
}

/** Where the box and the points begin among the numbers of a cell. */
const boxAt = 2;
const pointsAt = 6;

/**
 * The faces in one photo, the best first, of several that overlap the best alone; in pixels of the photo, as OpenCV's FaceDetectorYN
 * gives them. A face's score is √(class · object); centres and points count from the upper left corner of their cell in strides, and so
 * do width and height, as logarithms. YuNet's points are in our order: its right eye is the person's, the left one in the photo.
 * Wu, Peng and Yu 2023, https://doi.org/10.1007/s11633-023-1423-y
 * @param cells [cells, 16], of the grids one after the other
 */
export function yunetFaces(cells: Float32Array, options: { sidePx: number; minScore: number }): YunetFace[] {
  const { sidePx, minScore } = options;
  const found: YunetFace[] = [];
  let start = 0;
  for (const stride of strides) {
    const columns = sidePx / stride;
    for (let cell = 0; cell < columns * columns; cell++, start += cellNumbers) {
      const at = start;
      const number = (k: number): number => cells[at + k] as number;
      const score = Math.sqrt(fraction(number(0)) * fraction(number(1)));
      if (!(score >= minScore)) continue;
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      const point = (k: number): Point => [(column + number(k)) * stride, (row + number(k + 1)) * stride];
      const length = (k: number): number => Math.exp(number(k)) * stride;
      const points = [0, 1, 2, 3, 4].map(i => point(pointsAt + 2 * i)) as unknown as FivePoints;
      const face = { score, centre: point(boxAt), width: length(boxAt + 2), height: length(boxAt + 3), points };
      if ([face.centre, points.flat(), face.width, face.height].flat().every(Number.isFinite)) found.push(face);
    }
  }
  return withoutOverlaps(found);
}

function fraction(value: number): number {
  return Math.min(1, Math.max(0, value));
}
