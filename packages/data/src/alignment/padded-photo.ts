import type { Face, FivePoints, Point, SpacePoint } from '@arcface-ts/detect';
import type { CropBox } from '../decoding/crop-frame.js';
import type { PhotoSize } from './photo-size.js';

type FoundFace = Pick<Face, 'points' | 'mesh'>;

/**
 * How much is added on each side, of the longer side: detectors were trained on faces with something around them, and miss those that
 * fill a tight crop.
 */
const padding = 0.25;

/** The square around the whole photo, padded, that a detector sees. */
export function paddedSquare({ width, height }: PhotoSize): CropBox {
  const side = (1 + 2 * padding) * Math.max(width, height);
  return {
    left: (width - side) / 2 / width,
    top: (height - side) / 2 / height,
    width: side / width,
    height: side / height,
  };
}

/** A face that was found in the padded square, resampled to sizePx, as one of the photo. */
export function inWholePhoto({ points, mesh }: FoundFace, { width, height }: PhotoSize, sizePx: number): FoundFace {
  const box = paddedSquare({ width, height });
  const back = ([x, y]: Point | SpacePoint): Point => [
    (box.left + ((x + 0.5) / sizePx) * box.width) * width - 0.5,
    (box.top + ((y + 0.5) / sizePx) * box.height) * height - 0.5,
  ];
  const deeper = (box.width * width) / sizePx;
  return {
    points: points.map(back) as unknown as FivePoints,
    ...(mesh && { mesh: mesh.map((point): SpacePoint => [...back(point), deeper * point[2]]) }),
  };
}
