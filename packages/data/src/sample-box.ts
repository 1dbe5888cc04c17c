import type { CropBox, RgbImage } from './image-codec.js';

/** How a crop is changed on its way into the batch. */
export interface SampleOptions {
  readonly box: CropBox;
  readonly mirrored: boolean;
  /** Each value becomes gain·value + bias, in steps of an 8-bit image, rounded and clipped to 0…255. */
  readonly gain: number;
  readonly bias: number;
}

interface Taps {
  readonly near: Int32Array;
  readonly far: Int32Array;
  readonly nearWeight: Float64Array;
  readonly farWeight: Float64Array;
}

/** Where each output pixel of one axis reads the source; both weights are 0 outside the photo, which is black. */
function tapsOf(sourceSize: number, start: number, length: number, sizePx: number, stride: number): Taps {
  const near = new Int32Array(sizePx);
  const far = new Int32Array(sizePx);
  const nearWeight = new Float64Array(sizePx);
  const farWeight = new Float64Array(sizePx);
  for (let index = 0; index < sizePx; index++) {
    // Pixel centres meet: the middle of output pixel i is (i + ½)/size of the box, whatever the two resolutions are.
    const position = (start + ((index + 0.5) / sizePx) * length) * sourceSize - 0.5;
    if (position < -0.5 || position > sourceSize - 0.5) continue;
    // A photo reaches half a pixel beyond the middle of its outermost pixels, and has their value there.
    const inside = Math.min(Math.max(position, 0), sourceSize - 1);
    const left = Math.floor(inside);
    near[index] = left * stride;
    far[index] = Math.min(left + 1, sourceSize - 1) * stride;
    farWeight[index] = inside - left;
    nearWeight[index] = 1 - (inside - left);
  }
  return { near, far, nearWeight, farWeight };
}

function mirroredTaps(taps: Taps): Taps {
  for (const values of [taps.near, taps.far, taps.nearWeight, taps.farWeight]) values.reverse();
  return taps;
}

/**
 * Resamples a box of a photo to a square, bilinear, black outside the photo, as insightface's `warpAffine` does (which
 * also darkens the outermost half pixel; this does not, so that a photo that is the crop keeps its edge).
 *
 * The box is not rounded to whole pixels: half a pixel of a small photo is a whole one of the crop, and a face that
 * stands elsewhere in each set costs accuracy.
 * @param target [sizePx, sizePx, 3], overwritten
 */
export function sampleBox(image: RgbImage, options: SampleOptions, sizePx: number, target: Uint8ClampedArray): void {
  const { box, gain, bias } = options;
  const plainColumns = tapsOf(image.width, box.left, box.width, sizePx, 3);
  const columns = options.mirrored ? mirroredTaps(plainColumns) : plainColumns;
  const rows = tapsOf(image.height, box.top, box.height, sizePx, image.width * 3);
  const { data } = image;
  let written = 0;
  for (let y = 0; y < sizePx; y++) {
    const upper = rows.near[y] as number;
    const lower = rows.far[y] as number;
    const upperWeight = gain * (rows.nearWeight[y] as number);
    const lowerWeight = gain * (rows.farWeight[y] as number);
    for (let x = 0; x < sizePx; x++) {
      const left = columns.near[x] as number;
      const right = columns.far[x] as number;
      const leftWeight = columns.nearWeight[x] as number;
      const rightWeight = columns.farWeight[x] as number;
      for (let channel = 0; channel < 3; channel++) {
        const above =
          leftWeight * (data[upper + left + channel] as number) +
          rightWeight * (data[upper + right + channel] as number);
        const below =
          leftWeight * (data[lower + left + channel] as number) +
          rightWeight * (data[lower + right + channel] as number);
        target[written++] = upperWeight * above + lowerWeight * below + bias;
      }
    }
  }
}
