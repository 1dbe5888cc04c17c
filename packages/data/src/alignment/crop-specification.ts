import { UsageError } from '@arcface-ts/core';
import { boxFrame, type CropFrame } from '../decoding/crop-frame.js';

/** What a crop looks like: a checkpoint records it, since a face at another place is another face to a net. */
export interface CropSpecification {
  readonly name: string;
  /** Raised whenever faces come to stand elsewhere in the crop. */
  readonly version: number;
  /** Side of what a net sees. */
  readonly imageSizePx: number;
  /** What is stored around it on each side, so that a crop can be shifted, turned and scaled without black edges. */
  readonly marginPx: number;
  /** Faces are turned to the front by their relief. */
  readonly frontal?: true | undefined;
}

function aligned(imageSizePx: number): CropSpecification {
  return { name: `aligned-${imageSizePx}`, version: 1, imageSizePx, marginPx: Math.round(imageSizePx / 14) };
}

/**
 * Faces brought to insightface's template, at its own size, at that of small photos and at those of the ancestor of this project; and turned to the
 * front besides.
 */
const crops: readonly CropSpecification[] = [
  aligned(112),
  aligned(64),
  aligned(128),
  aligned(160),
  { ...aligned(112), name: 'frontal-112', frontal: true },
];

/** The names that `cropOf` knows, the usual one first. */
export const cropNames: readonly string[] = crops.map(crop => crop.name);

/** What the main job trains on. */
export const defaultCrop = 'aligned-112';

/** The crop of a name. Throws a UsageError that names the valid choices. */
export function cropOf(name: string): CropSpecification {
  const crop = crops.find(candidate => candidate.name === name);
  if (crop) return crop;
  throw UsageError.because({
    expected: `a crop that is known (${cropNames.join(', ')})`,
    received: JSON.stringify(name),
    place: 'crop',
  });
}

/** Side of a crop as it is stored. */
export function storedSidePx({ imageSizePx, marginPx }: CropSpecification): number {
  return imageSizePx + 2 * marginPx;
}

/** Where what a net sees lies in the stored crop, and the other way round. */
export function seenInStored(crop: CropSpecification): CropFrame {
  const stored = storedSidePx(crop);
  const [start, side] = [crop.marginPx / stored, crop.imageSizePx / stored];
  return boxFrame({ left: start, top: start, width: side, height: side });
}

export function storedInSeen(crop: CropSpecification): CropFrame {
  const [start, side] = [-crop.marginPx / crop.imageSizePx, storedSidePx(crop) / crop.imageSizePx];
  return boxFrame({ left: start, top: start, width: side, height: side });
}
