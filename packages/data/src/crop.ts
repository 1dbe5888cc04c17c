import { DataError } from '@arcface-ts/core';
import type { CropBox } from './image-codec.js';

/** How a set's photos become the network's input. A checkpoint records it: a face at another place is another face. */
export interface CropSpecification {
  readonly name: string;
  /** Raised whenever the box changes. */
  readonly version: number;
  readonly box: CropBox;
  /** Side of the crop. */
  readonly imageSizePx: number;
  /** Size of the photos that the box was measured on; others must have the same proportions. */
  readonly photoSizePx: { readonly width: number; readonly height: number };
}

const imageSizePx = 112;

/** A square of a photo of a known size, in pixels, as fractions of it: square in pixels is not square in fractions. */
function squareOf(
  photo: { width: number; height: number },
  square: { left: number; top: number; side: number },
): CropBox {
  return {
    left: square.left / photo.width,
    top: square.top / photo.height,
    width: square.side / photo.width,
    height: square.side / photo.height,
  };
}

const celebaPhoto = { width: 178, height: 218 };
const lfwPhoto = { width: 250, height: 250 };

/*
 * Each square puts the mean of its set's five landmarks (eyes, nose tip, corners of the mouth) nearest, by least squares
 * over scale and shift, to insightface's template of a 112×112 face: eyes (38.3, 51.7) and (73.5, 51.5), nose
 * (56.0, 71.7), mouth (41.5, 92.4) and (70.7, 92.2). So the faces of both sets stand at the same place and scale.
 */
const celebaSquare = { left: 29.6, top: 56.9, side: 117.7 };
const lfwSquare = { left: 60.9, top: 52.1, side: 129 };

const crops: readonly CropSpecification[] = [
  {
    name: 'celeba',
    version: 1,
    box: squareOf(celebaPhoto, celebaSquare),
    imageSizePx,
    photoSizePx: celebaPhoto,
  },
  { name: 'lfw', version: 1, box: squareOf(lfwPhoto, lfwSquare), imageSizePx, photoSizePx: lfwPhoto },
  {
    // Photos that another tool has aligned and cropped, insightface's 112×112 sets among them.
    name: 'aligned',
    version: 1,
    box: { left: 0, top: 0, width: 1, height: 1 },
    imageSizePx,
    photoSizePx: { width: imageSizePx, height: imageSizePx },
  },
];

/** The names that `cropOf` knows. */
export const cropNames: readonly string[] = crops.map(crop => crop.name);

/** The fixed crop of a set's photos. Throws a DataError that names the valid choices. */
export function cropOf(name: string): CropSpecification {
  const crop = crops.find(candidate => candidate.name === name);
  if (crop) return crop;
  throw DataError.because({
    expected: `a crop that is known (${cropNames.join(', ')})`,
    received: JSON.stringify(name),
    place: 'cropOf',
    next: 'Photos that are aligned and cropped already use `aligned`.',
  });
}
