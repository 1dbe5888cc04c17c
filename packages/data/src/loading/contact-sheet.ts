import { ShapeError } from '@arcface-ts/core';
import { pngFromRgb } from '../decoding/image-codec.js';

export interface ContactSheet {
  readonly png: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Draws square images side by side, row by row, to look at what a net is given.
 * @param images [count, sidePx, sidePx, 3] RGB
 */
export async function contactSheet(
  images: Uint8Array,
  options: { count: number; sidePx: number; columns: number },
): Promise<ContactSheet> {
  const { count, sidePx, columns } = options;
  const rowBytes = sidePx * 3;
  if (images.length < count * sidePx * rowBytes) {
    throw ShapeError.because({
      expected: `${count} images of ${sidePx}×${sidePx}×3 bytes`,
      received: `${images.length} bytes`,
      place: 'contactSheet',
    });
  }
  const widthPx = columns * sidePx;
  const heightPx = Math.ceil(count / columns) * sidePx;
  const sheet = new Uint8Array(widthPx * heightPx * 3);
  for (let index = 0; index < count; index++) {
    const left = (index % columns) * rowBytes;
    const top = Math.floor(index / columns) * sidePx;
    for (let row = 0; row < sidePx; row++) {
      const from = (index * sidePx + row) * rowBytes;
      sheet.set(images.subarray(from, from + rowBytes), (top + row) * columns * rowBytes + left);
    }
  }
  return { png: await pngFromRgb({ data: sheet, width: widthPx, height: heightPx }), widthPx, heightPx };
}
