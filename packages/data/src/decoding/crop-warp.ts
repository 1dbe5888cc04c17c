import type { RgbImage } from './image-codec.js';
import { sampleRow } from './sample-row.js';

/** Where a crop lies in a photo when no frame says it: points of a grid over the crop, and between them what is bilinear. */
export interface CropWarp {
  /** Of the grid, in each direction. */
  readonly cells: number;
  /** [cells + 1, cells + 1, 2]: x and y of each point, row by row, in fractions of the upright photo's width and height. */
  readonly places: Float64Array;
}

/** A warp by where it takes points of the crop, u and v from 0 to 1. */
export function warpBy(placeOf: (u: number, v: number) => readonly [number, number], cells: number): CropWarp {
  const places = new Float64Array((cells + 1) ** 2 * 2);
  for (let row = 0, at = 0; row <= cells; row++) {
    for (let column = 0; column <= cells; column++, at += 2) places.set(placeOf(column / cells, row / cells), at);
  }
  return { cells, places };
}

/**
 * Resamples a warped crop, bilinear, black outside the photo.
 * @param target [sizePx, sizePx, 3], overwritten
 */
export function sampleWarp(image: RgbImage, warp: CropWarp, sizePx: number, target: Uint8ClampedArray): void {
  const { cells, places } = warp;
  const line = new Float64Array(2 * (cells + 1));
  const row = { x: new Float64Array(sizePx), y: new Float64Array(sizePx) };
  for (let r = 0; r < sizePx; r++) {
    const down = ((r + 0.5) / sizePx) * cells;
    const above = Math.trunc(down) * line.length;
    for (let i = 0; i < line.length; i++) line[i] = between(places, above + i, line.length, down - Math.trunc(down));
    for (let column = 0; column < sizePx; column++) {
      const across = ((column + 0.5) / sizePx) * cells;
      const before = 2 * Math.trunc(across);
      row.x[column] = between(line, before, 2, across - Math.trunc(across)) * image.width - 0.5;
      row.y[column] = between(line, before + 1, 2, across - Math.trunc(across)) * image.height - 0.5;
    }
    sampleRow(image, row, { gain: 1, bias: 0 }, target, r * sizePx * 3);
  }
}

/** A share of the way from one value to the one that follows it by `next`. */
function between(values: Float64Array, at: number, next: number, share: number): number {
  const value = values[at] as number;
  return value + share * ((values[at + next] as number) - value);
}
