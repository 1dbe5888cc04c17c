import type { FivePoints, Point } from '@arcface-ts/detect';

/**
 * Where the five points of a face belong in a crop of 112×112: the template of insightface, to which most published face nets were
 * trained. The middle of the first pixel is 0, 0.
 */
const insightfaceTemplate: FivePoints = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];
const insightfaceSidePx = 112;

/** The same in fractions of the crop's side, whatever its size. */
export const faceTemplate: FivePoints = insightfaceTemplate.map(point =>
  point.map(value => (value + 0.5) / insightfaceSidePx),
) as unknown as FivePoints satisfies readonly Point[];
