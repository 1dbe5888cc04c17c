import { DataError } from '@arcface-ts/core';
import { hasCrop, type LabelledPhoto, type Manifest, placeOfCrops } from '@arcface-ts/data';
import type { OpenedSet } from './opened-set.js';

/**
 * The photos of a prepared set in the order of a list of pairs, and what the stamp says of them.
 *
 * @param paths as the manifest names them   @param nameOf how the list of pairs calls a photo, by default as its path
 * Throws a DataError where photos could not be read: a result over a part of the pairs is not a result on the set.
 */
export function cropsOfManifest(
  { summary, photos }: Manifest,
  paths: readonly string[],
  options: { cacheFolder: string; nameOf?: (path: string) => string },
): Pick<OpenedSet, 'photos' | 'crop' | 'contentKey'> & { readonly stamp: Pick<OpenedSet['stamp'], 'crop' | 'photos'> } {
  const { cacheFolder, nameOf = (path: string) => path } = options;
  const records = new Map(photos.map(record => [record.path, record]));
  const wanted = paths.flatMap(path => records.get(path) ?? []);
  const unreadable = wanted.filter(record => !hasCrop(record));
  if (wanted.length < paths.length || unreadable.length > 0) {
    const problems = unreadable.slice(0, 10).map(({ path, problem }) => `${path}: ${problem}`);
    throw DataError.because({
      expected: 'photos that can be read',
      received:
        unreadable.length > 0
          ? `${unreadable.length} that cannot: ${problems.join('; ')}`
          : 'some that are not prepared',
      place: summary.set,
      next: `Unpack these photos again, then run \`nx run data:faces\`.`,
    });
  }
  const placeOf = placeOfCrops(cacheFolder, summary);
  const { name, version, imageSizePx, frontal } = summary.crop;
  return {
    photos: wanted.filter(hasCrop).map((record): LabelledPhoto => {
      return { path: nameOf(record.path), label: 0, ...placeOf(record) };
    }),
    crop: { name, version, imageSizePx },
    contentKey: summary.manifestSha256,
    stamp: {
      crop: {
        name,
        version,
        alignment: frontal ? 'turned to the front by 468 points' : 'five points by similarity',
        detector: summary.detector,
      },
      photos: {
        read: wanted.length,
        unreadable: 0,
        withoutFace: wanted.filter(({ landmarks }) => landmarks === null).length,
        withoutFaceCountedAs: 'cropped at a fixed place',
      },
    },
  };
}
