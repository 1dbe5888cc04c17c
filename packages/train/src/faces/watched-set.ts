import { DataError, type DataSummary } from '@arcface-ts/core';
import {
  type CroppedRecord,
  createLoader,
  type DecodePool,
  hasCrop,
  type Loader,
  placeOfCrops,
  readLfw,
  readManifest,
  type VerificationSet,
} from '@arcface-ts/data';

/** A test set that a training looks at and never goes by. */
export interface WatchedSet {
  /** The set's name, or `procedural`: first part of its figures' names. */
  readonly name: string;
  readonly validation: Loader;
  readonly validationSet: VerificationSet;
}

/**
 * Opens LFW as `data:faces` prepared it, for a look at it after each validation.
 * @param crop that the net is trained on
 * @throws DataError when LFW's crops are others, or photos of it could not be read
 */
export async function openWatchedLfw(
  cacheFolder: string,
  crop: DataSummary['crop'],
  { pool, batchSize }: { pool: DecodePool; batchSize: number },
): Promise<WatchedSet> {
  const { summary, photos } = await readManifest(cacheFolder, 'lfw');
  const next = 'Run `nx run data:faces` again, with the --crop of the config.';
  if (summary.crop.name !== crop.name || summary.crop.version !== crop.version) {
    const nameOf = ({ name, version }: DataSummary['crop']) => `${name}, version ${version}`;
    throw DataError.because({
      expected: `crops of ${nameOf(crop)}`,
      received: nameOf(summary.crop),
      place: 'lfw',
      next,
    });
  }
  const set = await readLfw(summary.root);
  const place = placeOfCrops(cacheFolder, summary);
  const records = new Map(photos.filter(hasCrop).map(record => [record.path, record]));
  const missing = set.photos.filter(({ path }) => !records.has(path));
  if (missing.length > 0) {
    throw DataError.because({
      expected: 'photos that could be read',
      received: `${missing.length} that could not, such as ${missing[0]?.path}`,
      place: 'lfw',
      next,
    });
  }
  return {
    name: summary.dataset,
    validationSet: set,
    validation: createLoader({
      photos: set.photos.map(({ path }) => ({ path, label: 0, ...place(records.get(path) as CroppedRecord) })),
      imageSizePx: summary.crop.imageSizePx,
      batchSize,
      seed: 0,
      order: 'sequential',
      lastBatch: 'keep',
      pool,
    }),
  };
}
