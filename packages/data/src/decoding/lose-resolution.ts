import { wholePhoto } from './crop-frame.js';
import { sampleFrame } from './sample-frame.js';

/**
 * Shrinks pixels and brings them back to their size: what a photo from far away has lost is gone. Shrinking takes the mean of the area that each
 * pixel covers, so that nothing aliases; enlarging is bilinear.
 * @param pixels [sizePx, sizePx, 3] RGB, changed in place   @param sidePx at most sizePx
 */
export function loseResolution(pixels: Uint8ClampedArray, sizePx: number, sidePx: number): void {
  const small = shrink(pixels, sizePx, sidePx);
  sampleFrame({ data: small, width: sidePx, height: sidePx }, { frame: wholePhoto, gain: 1, bias: 0 }, sizePx, pixels);
}

/** @returns [sidePx, sidePx, 3] */
export function shrink(pixels: Uint8ClampedArray, sizePx: number, sidePx: number): Uint8Array {
  const covered = areas(sizePx, sidePx);
  const narrow = new Float64Array(sizePx * sidePx * 3);
  for (let row = 0; row < sizePx; row++) {
    for (const [column, { first, shares }] of covered.entries()) {
      let [red, green, blue] = [0, 0, 0];
      let from = (row * sizePx + first) * 3;
      for (const share of shares) {
        red += share * (pixels[from] as number);
        green += share * (pixels[from + 1] as number);
        blue += share * (pixels[from + 2] as number);
        from += 3;
      }
      const to = (row * sidePx + column) * 3;
      narrow[to] = red;
      narrow[to + 1] = green;
      narrow[to + 2] = blue;
    }
  }
  const small = new Uint8ClampedArray(sidePx * sidePx * 3);
  const [width, mean] = [sidePx * 3, new Float64Array(sidePx * 3)];
  for (const [row, { first, shares }] of covered.entries()) {
    mean.fill(0);
    for (const [offset, share] of shares.entries()) {
      const from = (first + offset) * width;
      for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + share * (narrow[from + i] as number);
    }
    small.set(mean, row * width);
  }
  return new Uint8Array(small.buffer);
}

interface Area {
  /** The first of the pixels that one pixel of the smaller image covers. */
  readonly first: number;
  /** Of it and the following ones; their sum is 1. */
  readonly shares: Float64Array;
}

function areas(sizePx: number, sidePx: number): Area[] {
  const scale = sizePx / sidePx;
  return Array.from({ length: sidePx }, (_, index) => {
    const [start, end] = [index * scale, Math.min(sizePx, (index + 1) * scale)];
    const first = Math.floor(start);
    const shares = Float64Array.from(
      { length: Math.ceil(end - 1e-9) - first },
      (_, offset) => (Math.min(end, first + offset + 1) - Math.max(start, first + offset)) / scale,
    );
    return { first, shares };
  });
}
