import type { Point } from '../face.js';
import { type ScoredBox, withoutOverlaps } from '../scored-box.js';
import { anchorsFor } from './anchors.js';

/** A face that BlazeFace sees: a square around it, and six points of it. */
export interface CandidateFace extends ScoredBox {
  /** Left and right as one looks at the photo. */
  readonly leftEye: Point;
  readonly rightEye: Point;
}

/** Numbers of a box: x, y, width, height, and x, y of six points. */
export const boxNumbers = 16;
const eyesAt = 4;

/**
 * The faces in one photo, the best first, of several that overlap the best alone.
 * @param logits [anchors]   @param boxes [anchors, 16], in pixels, relative to the anchors
 */
export function candidateFaces(
  logits: Float32Array,
  boxes: Float32Array,
  options: { sidePx: number; minScore: number },
): CandidateFace[] {
  const { sidePx, minScore } = options;
  const least = Math.log(minScore / (1 - minScore));
  const found: CandidateFace[] = [];
  for (const [i, [anchorX, anchorY]] of anchorsFor(sidePx).entries()) {
    const logit = logits[i] as number;
    if (!(logit > least)) continue;
    const number = (k: number): number => boxes[i * boxNumbers + k] as number;
    const point = (k: number): Point => [number(k) + anchorX, number(k + 1) + anchorY];
    found.push({
      score: 1 / (1 + Math.exp(-logit)),
      centre: point(0),
      width: number(2),
      height: number(3),
      leftEye: point(eyesAt),
      rightEye: point(eyesAt + 2),
    });
  }
  return withoutOverlaps(found);
}
