import type { FivePoints, Point } from '@arcface-ts/detect';
import type { CropFrame } from '../decoding/crop-frame.js';
import { faceTemplate } from './face-template.js';
import type { PhotoSize } from './photo-size.js';
import { inverse, similarityBetween } from './similarity.js';

/**
 * Where the crop lies in a photo that brings a face nearest to the template, by turning, scaling and shifting it.
 * @param points in pixels of the upright photo
 */
export function alignedFrame(points: FivePoints, { width, height }: PhotoSize): CropFrame {
  // A pixel's middle is half a pixel from the photo's edge.
  const inPhoto = points.map(([x, y]): Point => [x + 0.5, y + 0.5]);
  const { a, b, tx, ty } = inverse(similarityBetween(inPhoto, faceTemplate));
  return [a / width, -b / width, tx / width, b / height, a / height, ty / height];
}
