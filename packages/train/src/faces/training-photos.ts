import { createHash } from 'node:crypto';
import { DataError, type DataSummary, UsageError } from '@arcface-ts/core';
import { type CroppedRecord, hasCrop, type LabelledPhoto, placeOfCrops, readManifest } from '@arcface-ts/data';
import type { TrainingConfig } from '../config.js';

/** The cropped photos of the sets that a run trains on, as one. */
export interface TrainingPhotos {
  /** Names of the sets with + between, or `procedural`. */
  readonly dataset: string;
  /** Changes whenever that of a set does. */
  readonly fingerprint: string;
  /** Changes whenever a crop does, as with another detector. */
  readonly cropsKey: string;
  readonly crop: DataSummary['crop'];
  readonly photos: readonly { readonly path: string; readonly identity: string }[];
  /** Where the crop of a photo is. */
  readonly placeOf: (path: string) => Omit<LabelledPhoto, 'path' | 'label'>;
  /** Photos in which no face was found. */
  readonly missed: number;
}

/**
 * Reads what `data:faces` prepared of each set. Of several sets the names of photos and people begin with the set's: what two sets call by
 * one name are two people.
 * @throws UsageError for crops other than the config's; DataError for a set that is not there, or of which too much cannot be read
 */
export async function readTrainingPhotos(
  cacheFolder: string,
  config: Pick<TrainingConfig, 'sets' | 'crop' | 'maxCorruptFraction'>,
): Promise<TrainingPhotos> {
  const sets = config.sets;
  const parts = await Promise.all(sets.map(set => readManifest(cacheFolder, set)));
  for (const { summary } of parts) {
    checkCrop(config.crop, summary);
    checkReadable(summary, config.maxCorruptFraction);
  }
  const summaries = parts.map(({ summary }) => summary);
  const named = (set: string, name: string) => (sets.length === 1 ? name : `${set}/${name}`);
  const cropped = parts.flatMap(({ summary, photos }) => {
    const place = placeOfCrops(cacheFolder, summary);
    return photos.filter(hasCrop).map((record: CroppedRecord) => ({
      path: named(summary.set, record.path),
      identity: named(summary.set, record.identity),
      place: () => place(record),
    }));
  });
  const places = new Map(cropped.map(({ path, place }) => [path, place]));
  return {
    dataset: [...new Set(summaries.map(({ dataset }) => dataset))].join('+'),
    fingerprint: fingerprintOf(summaries),
    cropsKey: summaries.map(({ manifestSha256 }) => manifestSha256).join(' '),
    crop: (summaries[0] as DataSummary).crop,
    photos: cropped.map(({ path, identity }) => ({ path, identity })),
    placeOf: path => (places.get(path) as () => ReturnType<TrainingPhotos['placeOf']>)(),
    missed: summaries.reduce((sum, { missed }) => sum + missed, 0),
  };
}

function fingerprintOf(summaries: readonly DataSummary[]): string {
  const [first, ...others] = summaries.map(({ set, fingerprint }) => ({ set, fingerprint }));
  if (first !== undefined && others.length === 0) return first.fingerprint;
  return createHash('sha256')
    .update(JSON.stringify([first, ...others]))
    .digest('hex');
}

function checkCrop(wanted: string, { crop, set }: DataSummary): void {
  if (crop.name === wanted) return;
  throw UsageError.because({
    expected: `crops of ${wanted}, as the config says`,
    received: crop.name,
    place: set,
    next: `Run again with --crop=${wanted}, or set crop to ${crop.name}.`,
  });
}

function checkReadable({ set, photos, unreadable }: DataSummary, maxFraction: number): void {
  if (unreadable <= maxFraction * photos) return;
  throw DataError.because({
    expected: `photos that can be read, all but ${Math.floor(maxFraction * photos)} of ${photos}`,
    received: `${unreadable} that cannot`,
    place: set,
    next: 'The manifest says why: fetch these photos again, take them away, or raise maxCorruptFraction.',
  });
}
