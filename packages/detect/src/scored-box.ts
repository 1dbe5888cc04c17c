import type { Point } from './face.js';
import type { Choice } from './face-detector.js';

/** Where a face may be. */
export interface ScoredBox {
  /** 0 to 1. */
  readonly score: number;
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
}

/** Two boxes that share more than this of their union are one face. */
const largestOverlap = 0.3;

/** The boxes, the best first, of several that overlap the best alone. */
export function withoutOverlaps<Box extends ScoredBox>(boxes: readonly Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score)) {
    if (kept.every(other => overlap(box, other) <= largestOverlap)) kept.push(box);
  }
  return kept;
}

/** Intersection over union of two boxes. */
function overlap(a: ScoredBox, b: ScoredBox): number {
  const shared = (axis: 0 | 1, length: 'width' | 'height'): number => {
    const [low, high] = [Math.max, Math.min].map((pick, side) =>
      pick(a.centre[axis] + (side - 0.5) * a[length], b.centre[axis] + (side - 0.5) * b[length]),
    ) as [number, number];
    return Math.max(0, high - low);
  };
  const intersection = shared(0, 'width') * shared(1, 'height');
  const union = a.width * a.height + b.width * b.height - intersection;
  return union > 0 ? intersection / union : 0;
}

/** The one that is meant, of the boxes in a photo of that side; undefined where there is none. */
export function chosenBox<Box extends ScoredBox>(
  boxes: readonly Box[],
  { choice, sidePx }: { choice: Choice; sidePx: number },
): Box | undefined {
  const middle = sidePx / 2;
  const rank = ({ centre: [x, y], width, height, score }: Box): number =>
    choice === 'largest' ? width * height : score - Math.hypot(x - middle, y - middle) / middle;
  return boxes.reduce<Box | undefined>(
    (best, box) => (best === undefined || rank(box) > rank(best) ? box : best),
    undefined,
  );
}
