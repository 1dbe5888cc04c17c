import type { ManifestRecord } from '@arcface-ts/core';
import type { CropSpecification } from '../alignment/crop-specification.js';
import type { ListedPhoto } from '../preparation/photo-list.js';
import type { CutPhoto, StoreSpecification } from '../shards/crop-store.js';

/** A crop of 4×4 pixels, for tests that look at each of them. */
export const tinyCrop: CropSpecification = { name: 'tiny', version: 1, imageSizePx: 2, marginPx: 1 };

export const tinyStore: StoreSpecification = { crop: tinyCrop, encoding: 'raw', detector: 'eyes 1' };

export const somePoints: NonNullable<ManifestRecord['landmarks']> = [
  [30.125, 40.5],
  [60.1, 40.7],
  [45.333, 60],
  [33, 80.001],
  [58, 80],
];

/** A photo that was listed; its identity is the folder that it lies in. */
export function listedPhoto(path: string, facts: Partial<ListedPhoto> = {}): ListedPhoto {
  return { path, identity: path.slice(0, path.lastIndexOf('/')), bytes: 1000, modifiedMs: 5000, ...facts };
}

/** The photo after it was cut; without an image it could not be read. */
export function cutPhoto(
  photo: ListedPhoto,
  image?: Uint8Array,
  landmarks: ManifestRecord['landmarks'] = somePoints,
): CutPhoto {
  const { path, identity } = photo;
  if (image === undefined) {
    const problem = 'it is cut off';
    return { photo, record: { path, identity, sizePx: null, landmarks: null, alignedBy: 'fixed', problem } };
  }
  const alignedBy = landmarks ? 'detector' : 'fixed';
  return { photo, record: { path, identity, sizePx: [100, 120], landmarks, alignedBy }, image };
}

/** Pixels that differ from each other and from those of other seeds. */
export function somePixels(seed: number, sidePx = 4): Uint8Array {
  return Uint8Array.from({ length: sidePx * sidePx * 3 }, (_, index) => (seed * 101 + index * 37 + (index >> 8)) % 256);
}
