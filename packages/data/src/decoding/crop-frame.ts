/**
 * Where a square crop lies in a photo: its point (u, v), each 0 to 1 from the upper left corner, is the photo's
 * (a·u + b·v + c, d·u + e·v + f), in fractions of the upright photo's width and height, so that it fits the photo at any resolution.
 */
export type CropFrame = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The photo itself. */
export const wholePhoto: CropFrame = [1, 0, 0, 0, 1, 0];

/** A rectangle, in fractions of what it lies in. */
export interface CropBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function boxFrame({ left, top, width, height }: CropBox): CropFrame {
  return [width, 0, left, 0, height, top];
}

/** The frame, in the photo, of a crop that is given by its frame in another crop. */
export function within([a, b, c, d, e, f]: CropFrame, [g, h, i, j, k, l]: CropFrame): CropFrame {
  return [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f];
}

/** Where the crop's point (u, v) lies. */
export function placeIn([a, b, c, d, e, f]: CropFrame, u: number, v: number): readonly [x: number, y: number] {
  return [a * u + b * v + c, d * u + e * v + f];
}
