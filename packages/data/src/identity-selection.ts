import { DataError, type ManifestRecord } from '@arcface-ts/core';
import type { LabelledPhoto } from './loader-options.js';

export interface IdentitySelection {
  /** Photos of the identities that were kept, in the order given. */
  readonly photos: readonly (LabelledPhoto & ManifestRecord)[];
  /** Identity of each class: class c is `identities[c]`. */
  readonly identities: readonly string[];
  readonly leftOut: { readonly identities: number; readonly photos: number };
}

/**
 * Keeps the identities with `minPhotos` photos or more (2 by default: one photo teaches nothing about what two photos of
 * a person share) and numbers them 0…C−1 by name, so that the order of the photos does not change the classes.
 * Throws a DataError when fewer than two are left.
 */
export function selectIdentities(
  photos: readonly ManifestRecord[],
  options: { minPhotos?: number } = {},
): IdentitySelection {
  const { minPhotos = 2 } = options;
  const counts = new Map<string, number>();
  for (const { identity } of photos) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  const identities = [...counts.keys()].filter(identity => (counts.get(identity) as number) >= minPhotos).sort();
  if (identities.length < 2) {
    throw DataError.because({
      expected: `two identities or more with ${minPhotos} photos or more each`,
      received: `${identities.length} of ${counts.size}`,
      place: 'selectIdentities',
      next: 'Lower minPhotos, or use a larger set.',
    });
  }
  const labels = new Map(identities.map((identity, label) => [identity, label]));
  const kept = photos.flatMap(photo => {
    const label = labels.get(photo.identity);
    return label === undefined ? [] : [{ ...photo, label }];
  });
  return {
    photos: kept,
    identities,
    leftOut: { identities: counts.size - identities.length, photos: photos.length - kept.length },
  };
}
