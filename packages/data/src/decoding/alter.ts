import { jpegRoundTrip } from './image-codec.js';
import { loseResolution } from './lose-resolution.js';

/** What is done to a crop after it was sampled. */
export interface Alterations {
  /** What red, green and blue are multiplied by. */
  readonly gains?: readonly [red: number, green: number, blue: number];
  /** All three channels get the luminance. */
  readonly grey?: boolean;
  /** Shrunk to this side and brought back: what a small photo has lost. */
  readonly shrunkPx?: number;
  /** Shrunk to this side, encoded as a JPEG of this quality, and brought back: what a strongly compressed photo has lost besides. */
  readonly jpeg?: { readonly sidePx: number; readonly quality: number };
  /** A square that is blotted out with middle grey, in fractions of the crop: https://arxiv.org/abs/1708.04552. */
  readonly cutOut?: { readonly left: number; readonly top: number; readonly side: number };
}

/** @param pixels [sizePx, sizePx, 3] RGB, changed in place */
export async function alter(pixels: Uint8ClampedArray, sizePx: number, alterations: Alterations): Promise<void> {
  const { gains, grey = false, shrunkPx, jpeg, cutOut } = alterations;
  if (gains) multiply(pixels, gains);
  if (grey) toLuminance(pixels);
  if (shrunkPx !== undefined) loseResolution(pixels, sizePx, shrunkPx);
  if (jpeg) {
    const image = { data: new Uint8Array(pixels), width: sizePx, height: sizePx };
    pixels.set((await jpegRoundTrip(image, jpeg)).data);
  }
  if (cutOut) blot(pixels, sizePx, cutOut);
}

function multiply(pixels: Uint8ClampedArray, [red, green, blue]: NonNullable<Alterations['gains']>): void {
  for (let at = 0; at < pixels.length; at += 3) {
    pixels[at] = red * (pixels[at] as number);
    pixels[at + 1] = green * (pixels[at + 1] as number);
    pixels[at + 2] = blue * (pixels[at + 2] as number);
  }
}

/** ITU-R BT.601, as JPEG has it. */
function toLuminance(pixels: Uint8ClampedArray): void {
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = [pixels[at] as number, pixels[at + 1] as number, pixels[at + 2] as number];
    const luminance = 0.299 * red + 0.587 * green + 0.114 * blue;
    pixels[at] = luminance;
    pixels[at + 1] = luminance;
    pixels[at + 2] = luminance;
  }
}

const middleGrey = 128;

function blot(
  pixels: Uint8ClampedArray,
  sizePx: number,
  { left, top, side }: NonNullable<Alterations['cutOut']>,
): void {
  const inside = (fraction: number): number => Math.min(sizePx, Math.max(0, Math.round(fraction * sizePx)));
  const [from, to] = [inside(left), inside(left + side)];
  for (let row = inside(top); row < inside(top + side); row++) {
    pixels.fill(middleGrey, (row * sizePx + from) * 3, (row * sizePx + to) * 3);
  }
}
