import { DataError } from '@arcface-ts/core';
import type { DecodePool } from '../decoding/decode-pool.js';
import type { FacePhoto } from '../sets/face-photo.js';
import { findProblems } from './find-problems.js';
import { hashPhotos } from './hash-photos.js';
import { type IdentityStatistics, identityStatistics } from './identity-statistics.js';
import { defaultMaxDistance } from './near-duplicates.js';
import type { PhotoHashes } from './photo-hashes.js';
import { groupProblems, type ProblemGroup } from './problem-groups.js';
import type { SizeClass } from './size-histogram.js';

/** Another set that must have no photo in common with the one that is checked. */
export interface ComparedSet {
  readonly name: string;
  /** What `checkSet` returned for it. */
  readonly hashes: PhotoHashes;
}

export interface CheckSetOptions {
  /** Folder that the photos' paths start from. */
  readonly root: string;
  readonly photos: readonly FacePhoto[];
  readonly pool: DecodePool;
  /** The test set, when a training set is checked. */
  readonly against?: ComparedSet;
  /** Bits in which the hashes of near duplicates may differ. */
  readonly maxDistance?: number;
  /** Gets a line for people after each tenth of the photos. */
  readonly report?: (line: string) => void;
}

export interface CheckResult {
  readonly root: string;
  /** Photos that were looked at. */
  readonly photos: number;
  readonly unreadable: number;
  /** Name of the set that this one was compared with. */
  readonly against: string | undefined;
  readonly maxDistance: number;
  /** Of the photos that can be decoded, like everything that follows: others are not trained on. */
  readonly statistics: IdentityStatistics;
  readonly sizes: readonly SizeClass[];
  readonly problems: readonly ProblemGroup[];
  /** For the check of a set that must have no photo in common with this one. */
  readonly hashes: PhotoHashes;
}

/** Says after each tenth of the photos how far the check is. */
function tenths(total: number, report: (line: string) => void): (done: number) => void {
  let told = 0;
  return done => {
    const tenth = Math.floor((10 * done) / total);
    if (tenth > told) report(`${done} of ${total} photos looked at.`);
    told = tenth;
  };
}

/**
 * Checks the photos of a set in one pass: which cannot be decoded, which are there twice (the same bytes, or nearly the
 * same picture), under one identity or two, in this set or also in another, and how they spread over identities and sizes.
 *
 * Throws a DataError for a set without photos; what is wrong with its photos is returned.
 */
export async function checkSet(options: CheckSetOptions): Promise<CheckResult> {
  const { root, photos, pool, against, maxDistance = defaultMaxDistance, report } = options;
  if (photos.length === 0) {
    throw DataError.because({
      expected: 'photos to check',
      received: 'none',
      place: root,
      next: 'Prepare the set first: its manifest lists the photos.',
    });
  }
  const onProgress = report && tenths(photos.length, report);
  const { hashes, unreadable, sizes } = await hashPhotos(photos, { root, pool, ...(onProgress && { onProgress }) });
  return {
    root,
    photos: photos.length,
    unreadable: unreadable.length,
    against: against?.name,
    maxDistance,
    statistics: identityStatistics(hashes.photos),
    sizes,
    problems: groupProblems(findProblems({ hashes, unreadable, against: against?.hashes, maxDistance })),
    hashes,
  };
}
