import { faceTemplate } from '../alignment/face-template.js';

/*
 * What people wear on photos that a set of faces may hold too few of, drawn onto aligned faces: glasses by Lv et al. 2017, "Data augmentation for face
 * recognition", https://doi.org/10.1016/j.neucom.2016.12.025. Lengths are fractions of the crop's side.
 */
type Colour = readonly [red: number, green: number, blue: number];

export interface Sunglasses {
  /** Half the width and half the height of a lens. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** How far below the eyes they sit. */
  readonly down: number;
  readonly colour: Colour;
  /** 1: nothing shines through. */
  readonly opacity: number;
}

export interface Cap {
  /** From the crop's top to the brim, in the middle. */
  readonly brim: number;
  /** How much lower the brim is at the sides; below 0 it is higher. */
  readonly bend: number;
  readonly colour: Colour;
  /** What the light under the brim is multiplied by; it comes back over a tenth of the side. */
  readonly shade: number;
}

const shadeReach = 0.1;
/** Of the bridge between the lenses, and of the temples beside them. */
const halfWire = 0.01;
const halfFace = 0.38;

/** @param pixels [sizePx, sizePx, 3] RGB of an aligned face, changed in place */
export function wearSunglasses(pixels: Uint8ClampedArray, sizePx: number, glasses: Sunglasses): void {
  const { halfWidth, halfHeight, down, colour, opacity } = glasses;
  const [[left, leftTop], [right, rightTop]] = faceTemplate;
  const level = (leftTop + rightTop) / 2 + down;
  paint(pixels, sizePx, { top: level - halfHeight, bottom: level + halfHeight }, (x, y) => {
    const off = Math.min(Math.abs(x - left), Math.abs(x - right)) / halfWidth;
    const isLens = off ** 3 + Math.abs((y - level) / halfHeight) ** 3 <= 1;
    const isWire = Math.abs(y - level + halfHeight / 2) <= halfWire && Math.abs(x - 0.5) <= halfFace;
    return isLens || isWire ? { colour, opacity } : undefined;
  });
}

/** @param pixels [sizePx, sizePx, 3] RGB of an aligned face, changed in place */
export function wearCap(pixels: Uint8ClampedArray, sizePx: number, { brim, bend, colour, shade }: Cap): void {
  const lowest = brim + Math.max(0, bend);
  paint(pixels, sizePx, { top: 0, bottom: lowest + shadeReach }, (x, y) => {
    const below = y - brim - bend * (2 * x - 1) ** 2;
    if (below < 0) return { colour, opacity: 1 };
    return { colour: black, opacity: (1 - shade) * Math.max(0, 1 - below / shadeReach) };
  });
}

const black: Colour = [0, 0, 0];

/** Mixes in a colour where there is one: at places in fractions of the side. */
function paint(
  pixels: Uint8ClampedArray,
  sizePx: number,
  { top, bottom }: { top: number; bottom: number },
  paintAt: (x: number, y: number) => { colour: Colour; opacity: number } | undefined,
): void {
  const [first, last] = [Math.max(0, Math.floor(top * sizePx)), Math.min(sizePx, Math.ceil(bottom * sizePx))];
  for (let row = first; row < last; row++) {
    for (let column = 0; column < sizePx; column++) {
      const paint = paintAt((column + 0.5) / sizePx, (row + 0.5) / sizePx);
      if (paint === undefined) continue;
      const at = 3 * (row * sizePx + column);
      for (const [channel, value] of paint.colour.entries()) {
        const under = pixels[at + channel] as number;
        pixels[at + channel] = under + paint.opacity * (value - under);
      }
    }
  }
}
