import { join } from 'node:path';
import type { DataSummary, ManifestRecord } from '@arcface-ts/core';
import { seenInStored, storedSidePx } from '../alignment/crop-specification.js';
import type { CropFrame } from '../decoding/crop-frame.js';
import type { ImagePlace } from '../decoding/decode-task.js';
import { filesOf } from '../preparation/set-files.js';

/** Where the crop of a photo is, and what a net sees of it. */
export interface PlacedCrop {
  readonly image: ImagePlace;
  readonly frame: CropFrame;
}

/** A photo that could be read. */
export type CroppedRecord = ManifestRecord & { readonly crop: NonNullable<ManifestRecord['crop']> };

export function hasCrop(record: ManifestRecord): record is CroppedRecord {
  return record.crop !== null;
}

/** Finds the crops of a set that `data:faces` made. */
export function placeOfCrops(cacheFolder: string, { set, crop }: DataSummary): (record: CroppedRecord) => PlacedCrop {
  const folder = join(filesOf(cacheFolder, set).folder, crop.folder);
  const frame = seenInStored(crop);
  const raw = crop.encoding === 'raw' ? { rawSidePx: storedSidePx(crop) } : {};
  return ({ crop: { shard, position, length } }) => ({
    image: { path: join(folder, shard), part: { position, length }, ...raw },
    frame,
  });
}
