import type { CropFrame } from './crop-frame.js';
import type { RgbImage } from './image-codec.js';
import { interpolateUpright } from './interpolate-upright.js';
import { gridOf, type PixelGrid } from './pixel-grid.js';

/** Each value becomes gain·value + bias, in steps of an 8-bit image, rounded and clipped to 0…255. */
export interface SampleOptions {
  readonly frame: CropFrame;
  readonly gain: number;
  readonly bias: number;
}

/**
 * Resamples a frame of a photo to a square, bilinear, black outside the photo, as insightface's `warpAffine` does (which
 * also darkens the outermost half pixel; this does not, so that a photo that is the crop keeps its edge).
 *
 * The frame is not rounded to whole pixels: half a pixel of a small photo is a whole one of the crop, and a face that
 * stands elsewhere in each set costs accuracy.
 * @param target [sizePx, sizePx, 3], overwritten
 */
export function sampleFrame(image: RgbImage, options: SampleOptions, sizePx: number, target: Uint8ClampedArray): void {
  const grid = gridOf(image, options.frame, sizePx);
  if (options.gain === 1 && options.bias === 0 && copyPixels(image, grid, sizePx, target)) return;
  const isUpright = grid.columnY === 0 && grid.rowX === 0;
  (isUpright ? interpolateUpright : interpolate)(image, grid, options, sizePx, target);
}

/** Copies a frame whose pixels are pixels of the photo, upright or mirrored; false when they are not. */
function copyPixels({ data, width, height }: RgbImage, grid: PixelGrid, sizePx: number, target: Uint8ClampedArray) {
  const { x, y, columnX, columnY, rowX, rowY } = grid;
  const isNear = (value: number, whole: number): boolean => Math.abs(value - whole) < 1e-6;
  const [left, top] = [Math.round(x), Math.round(y)];
  const right = left + (sizePx - 1) * Math.sign(columnX);
  if (!isNear(Math.abs(columnX), 1) || !isNear(rowY, 1) || !isNear(columnY, 0) || !isNear(rowX, 0)) return false;
  if (!isNear(x, left) || !isNear(y, top) || Math.min(left, right, top) < 0) return false;
  if (Math.max(left, right) >= width || top + sizePx > height) return false;
  for (let row = 0; row < sizePx; row++) {
    const from = ((top + row) * width + Math.min(left, right)) * 3;
    const pixels = data.subarray(from, from + sizePx * 3);
    if (columnX > 0) target.set(pixels, row * sizePx * 3);
    else copyMirrored(pixels, target, row * sizePx * 3);
  }
  return true;
}

function copyMirrored(pixels: Uint8Array, target: Uint8ClampedArray, at: number): void {
  for (let from = pixels.length - 3, to = at; from >= 0; from -= 3, to += 3) {
    target[to] = pixels[from] as number;
    target[to + 1] = pixels[from + 1] as number;
    target[to + 2] = pixels[from + 2] as number;
  }
}

function interpolate(
  { data, width, height }: RgbImage,
  grid: PixelGrid,
  { gain, bias }: SampleOptions,
  sizePx: number,
  target: Uint8ClampedArray,
): void {
  const { columnX, columnY } = grid;
  const [lastX, lastY] = [width - 1, height - 1];
  let written = 0;
  for (let row = 0; row < sizePx; row++) {
    const [startX, startY] = [grid.x + row * grid.rowX, grid.y + row * grid.rowY];
    for (let column = 0; column < sizePx; column++, written += 3) {
      const x = startX + column * columnX;
      const y = startY + column * columnY;
      // A photo reaches half a pixel beyond the middle of its outermost pixels, and has their value there.
      if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) {
        target[written] = bias;
        target[written + 1] = bias;
        target[written + 2] = bias;
        continue;
      }
      const insideX = Math.max(0, Math.min(x, lastX));
      const insideY = Math.max(0, Math.min(y, lastY));
      const left = Math.trunc(insideX);
      const top = Math.trunc(insideY);
      const [toRight, toBottom] = [insideX - left, insideY - top];
      const near = (top * width + left) * 3;
      const aside = left < lastX ? 3 : 0;
      const below = near + (top < lastY ? width * 3 : 0);
      const lowerRight = gain * toRight * toBottom;
      const lowerLeft = gain * toBottom - lowerRight;
      const upperRight = gain * toRight - lowerRight;
      const upperLeft = gain - gain * toRight - lowerLeft;
      for (let channel = 0; channel < 3; channel++) {
        target[written + channel] =
          upperLeft * (data[near + channel] as number) +
          upperRight * (data[near + aside + channel] as number) +
          lowerLeft * (data[below + channel] as number) +
          lowerRight * (data[below + aside + channel] as number) +
          bias;
      }
    }
  }
}
