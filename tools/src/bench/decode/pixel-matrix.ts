import type { CropFrame } from '@arcface-ts/data';

/** [[a, b, x], [d, e, y]]: from the middle of a pixel of the crop to one of the photo, as OpenCV counts, with the first pixel's at 0, 0. */
export type PixelMatrix = readonly [readonly [number, number, number], readonly [number, number, number]];

/** A frame as OpenCV's warpAffine takes it with WARP_INVERSE_MAP. */
export function pixelMatrix(
  [a, b, c, d, e, f]: CropFrame,
  [width, height]: readonly [number, number],
  sidePx: number,
): PixelMatrix {
  const row = (u: number, v: number, start: number, size: number): [number, number, number] => {
    const [right, down] = [(u * size) / sidePx, (v * size) / sidePx];
    return [right, down, start * size + (right + down) / 2 - 0.5];
  };
  return [row(a, b, c, width), row(d, e, f, height)];
}
