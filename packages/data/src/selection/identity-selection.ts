import { DataError } from '@arcface-ts/core';
import type { FacePhoto } from '../sets/face-photo.js';

export interface IdentitySelection {
  /** Photos of the identities that were kept, in the order given. */
  readonly photos: readonly (FacePhoto & { readonly label: number })[];
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
  photos: readonly FacePhoto[],
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
  const kept: (FacePhoto & { label: number })[] = [];
  for (const { path, identity } of photos) {
    const label = labels.get(identity);
    if (label !== undefined) kept.push({ path, identity, label });
  }
  return {
    photos: kept,
    identities,
    leftOut: { identities: counts.size - identities.length, photos: photos.length - kept.length },
  };
}
