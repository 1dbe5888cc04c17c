import { join } from 'node:path';
import { asError, type ManifestRecord } from '@arcface-ts/core';
import type { CropSpecification } from './crop.js';
import { photoSize } from './image-codec.js';

/** Photos that are looked at, evenly spread over the set. */
const sampleCount = 20;

/** Rounding of a half-size photo's sides changes its proportions by less than this. */
const tolerance = 0.02;

/**
 * Looks whether a set's photos have the proportions that its fixed crop was measured on: on others the faces stand
 * elsewhere, and a training on them measures little. Returns a line of warning, or undefined when all is well.
 * A photo whose header cannot be read is left to the loader, which names it.
 */
export async function checkPhotoSize(
  root: string,
  photos: readonly ManifestRecord[],
  crop: CropSpecification,
): Promise<string | undefined> {
  const expected = crop.photoSizePx.width / crop.photoSizePx.height;
  const step = Math.max(1, Math.floor(photos.length / sampleCount));
  for (let index = 0; index < photos.length; index += step) {
    const { path } = photos[index] as ManifestRecord;
    const size = await photoSize(join(root, path)).catch(error => asError(error));
    if (size instanceof Error || Math.abs(size.width / size.height / expected - 1) <= tolerance) continue;
    return (
      `${crop.name}: ${path} is ${size.width}×${size.height}, but the crop was measured on ` +
      `${crop.photoSizePx.width}×${crop.photoSizePx.height} photos: faces will stand at another place.`
    );
  }
  return undefined;
}
