import { boxFrame, type CropBox, type CropFrame } from '../decoding/crop-frame.js';
import type { PhotoSize } from './photo-size.js';

/** A square of a photo of a known size, in pixels, as fractions of it: square in pixels is not square in fractions. */
function squareOf(photo: PhotoSize, square: { left: number; top: number; side: number }): CropBox {
  return {
    left: square.left / photo.width,
    top: square.top / photo.height,
    width: square.side / photo.width,
    height: square.side / photo.height,
  };
}

/*
 * Each square puts the mean of its set's five landmarks nearest, by least squares over scale and shift, to the template: so a face
 * that was not found stands at about the place and scale of those that were.
 */
const squares: Readonly<Record<string, CropBox>> = {
  celeba: squareOf({ width: 178, height: 218 }, { left: 29.6, top: 56.9, side: 117.7 }),
  lfw: squareOf({ width: 250, height: 250 }, { left: 60.9, top: 52.1, side: 129 }),
};

/** Where the face is in a photo of a set in which none was found: at the set's usual place, else in the middle. */
export function fixedFrame(set: string, { width, height }: PhotoSize): CropFrame {
  const side = Math.min(width, height);
  const middle = { left: (width - side) / 2, top: (height - side) / 2, side };
  return boxFrame(squares[set] ?? squareOf({ width, height }, middle));
}
