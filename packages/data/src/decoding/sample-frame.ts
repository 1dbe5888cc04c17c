import type { CropFrame } from './crop-frame.js';
import type { RgbImage } from './image-codec.js';
import { interpolateUpright } from './interpolate-upright.js';
import { gridOf, type PixelGrid } from './pixel-grid.js';
import { sampleRow } from './sample-row.js';

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
  image: RgbImage,
  grid: PixelGrid,
  options: SampleOptions,
  sizePx: number,
  target: Uint8ClampedArray,
): void {
  const places = { x: new Float64Array(sizePx), y: new Float64Array(sizePx) };
  for (let row = 0; row < sizePx; row++) {
    const [startX, startY] = [grid.x + row * grid.rowX, grid.y + row * grid.rowY];
    for (let column = 0; column < sizePx; column++) {
      places.x[column] = startX + column * grid.columnX;
      places.y[column] = startY + column * grid.columnY;
    }
    sampleRow(image, places, options, target, row * sizePx * 3);
  }
}
