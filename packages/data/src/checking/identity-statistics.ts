import type { FacePhoto } from '../sets/face-photo.js';

/** Identities with `from` to `to` photos each, both included. */
export interface PhotosPerIdentity {
  readonly from: number;
  readonly to: number;
  readonly identities: number;
  /** Photos of these identities together. */
  readonly photos: number;
}

export interface IdentityStatistics {
  readonly photos: number;
  readonly identities: number;
  /** Photos of the identity with the fewest, of the one in the middle (the lower of two), and of the one with the most. */
  readonly fewest: number;
  readonly median: number;
  readonly most: number;
  /** Those of the classes 1, 2–3, 4–7, 8–15, … from the fewest to the most photos, also where one between is empty. */
  readonly histogram: readonly PhotosPerIdentity[];
}

/** How many photos each identity has, in the order in which they first occur. */
export function photosPerIdentity(photos: readonly FacePhoto[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { identity } of photos) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  return counts;
}

/** The photos that are the only ones of their identity. */
export function singlePhotos(photos: readonly FacePhoto[]): FacePhoto[] {
  const counts = photosPerIdentity(photos);
  return photos.filter(({ identity }) => counts.get(identity) === 1);
}

/** Counts photos per identity. Of a set without photos every number is 0 and the histogram is empty. */
export function identityStatistics(photos: readonly FacePhoto[]): IdentityStatistics {
  const counts = Uint32Array.from(photosPerIdentity(photos).values()).sort();
  const histogram: PhotosPerIdentity[] = [];
  const [fewest = 0] = counts;
  const most = counts.at(-1) ?? 0;
  for (let from = 1; from <= most; from *= 2) {
    if (2 * from <= fewest) continue;
    const members = counts.filter(count => count >= from && count < 2 * from);
    histogram.push({
      from,
      to: 2 * from - 1,
      identities: members.length,
      photos: members.reduce((sum, count) => sum + count, 0),
    });
  }
  return {
    photos: photos.length,
    identities: counts.length,
    fewest,
    median: counts[(counts.length - 1) >> 1] ?? 0,
    most,
    histogram,
  };
}
