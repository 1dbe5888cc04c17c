import type { RgbImage } from './image-codec.js';
import type { PixelGrid } from './pixel-grid.js';

/** Where the pixels of a line of the crop are read in a line of the photo: those from `first` on, before `end`, lie in the photo. */
interface Line {
  readonly first: number;
  readonly end: number;
  /** Index of the photo's pixel before the place, and of the one behind it. */
  readonly before: Int32Array;
  readonly behind: Int32Array;
  /** Share of the one behind. */
  readonly share: Float64Array;
}

/** A photo reaches half a pixel beyond the middle of its outermost pixels, and has their value there. */
function lineOf(start: number, step: number, length: number, sizePx: number): Line {
  const line = { before: new Int32Array(sizePx), behind: new Int32Array(sizePx), share: new Float64Array(sizePx) };
  let [first, end] = [sizePx, 0];
  for (let i = 0; i < sizePx; i++) {
    const place = start + i * step;
    if (place < -0.5 || place > length - 0.5) continue;
    first = Math.min(first, i);
    end = i + 1;
    const inside = Math.max(0, Math.min(place, length - 1));
    const before = Math.trunc(inside);
    line.before[i] = before;
    line.behind[i] = Math.min(before + 1, length - 1);
    line.share[i] = inside - before;
  }
  return { first: Math.min(first, end), end, ...line };
}

/**
 * Bilinear sampling where rows of the crop are rows of the photo, in either direction: two rows are blended once for all columns, which
 * is half the arithmetic of blending four pixels for each, and nothing has to be looked at pixel by pixel.
 */
export function interpolateUpright(
  { data, width, height }: RgbImage,
  grid: PixelGrid,
  { gain, bias }: { gain: number; bias: number },
  sizePx: number,
  target: Uint8ClampedArray,
): void {
  const columns = lineOf(grid.x, grid.columnX, width, sizePx);
  const rows = lineOf(grid.y, grid.rowY, height, sizePx);
  const { before, behind, share, first, end } = columns;
  if (first > 0 || end < sizePx || rows.first > 0 || rows.end < sizePx) target.fill(bias, 0, sizePx * sizePx * 3);
  if (first === end) return;
  // Of a wide photo only what the crop sees of it is blended.
  const left = 3 * Math.min(before[first] as number, before[end - 1] as number);
  const right = 3 * Math.max(behind[first] as number, behind[end - 1] as number) + 3;
  const blended = new Float64Array(right - left);
  for (let row = rows.first; row < rows.end; row++) {
    const upper = (rows.before[row] as number) * width * 3 + left;
    const lower = (rows.behind[row] as number) * width * 3 + left;
    const lowerGain = gain * (rows.share[row] as number);
    const upperGain = gain - lowerGain;
    for (let i = 0; i < blended.length; i++) {
      blended[i] = upperGain * (data[upper + i] as number) + lowerGain * (data[lower + i] as number) + bias;
    }
    let written = (row * sizePx + first) * 3;
    for (let column = first; column < end; column++, written += 3) {
      const near = 3 * (before[column] as number) - left;
      const far = 3 * (behind[column] as number) - left;
      const part = share[column] as number;
      for (let channel = 0; channel < 3; channel++) {
        const value = blended[near + channel] as number;
        target[written + channel] = value + part * ((blended[far + channel] as number) - value);
      }
    }
  }
}
