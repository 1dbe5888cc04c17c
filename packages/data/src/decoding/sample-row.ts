import type { RgbImage } from './image-codec.js';

/**
 * Samples a photo at the places of a row of pixels, bilinear; outside the photo there is black. Each value becomes gain·value + bias.
 * @param places x and y of each pixel in the photo's pixels
 * @param at where the row begins in the target
 */
export function sampleRow(
  { data, width, height }: RgbImage,
  places: { readonly x: Float64Array; readonly y: Float64Array },
  { gain, bias }: { readonly gain: number; readonly bias: number },
  target: Uint8ClampedArray,
  at: number,
): void {
  const [lastX, lastY] = [width - 1, height - 1];
  for (let column = 0, written = at; column < places.x.length; column++, written += 3) {
    const x = places.x[column] as number;
    const y = places.y[column] as number;
    // A photo reaches half a pixel beyond the middle of its outermost pixels, and has their value there.
    if (!(x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5)) {
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
