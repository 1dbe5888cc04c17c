import type { DecodeProblem } from '../decoding/decode-task.js';
import type { FacePhoto } from '../sets/face-photo.js';
import { singlePhotos } from './identity-statistics.js';
import { nearDuplicates } from './near-duplicates.js';
import { joinHashes, type PhotoHashes, sameBytes, sha256Of } from './photo-hashes.js';
import type { Problem } from './problem-groups.js';

/** A photo without pixels, and why. */
export interface UnreadablePhoto {
  readonly photo: FacePhoto;
  readonly problem: Pick<DecodeProblem, 'code' | 'message'>;
}

const sameBytesDetail = 'same bytes';

function nearDetail(distance: number): string {
  if (distance === 0) return 'same picture, other bytes';
  return `nearly the same picture, ${distance} of 64 bits differ`;
}

function areOneFile(hashes: PhotoHashes, members: readonly number[]): boolean {
  return new Set(members.map(photo => sha256Of(hashes, photo))).size === 1;
}

/** Groups of the same bytes, then those of nearly the same picture that are more than copies of one file, the nearest first. */
function duplicates(hashes: PhotoHashes, maxDistance: number): Problem[] {
  const problem = (members: readonly number[], nearness: '' | 'near-', detail: string): Problem => {
    const photos = members.map(photo => hashes.photos[photo] as FacePhoto);
    const whose = photos.every(({ identity }) => identity === photos[0]?.identity) ? 'same' : 'other';
    return { kind: `${nearness}duplicate-${whose}-identity`, photos, others: [], detail };
  };
  return [
    ...sameBytes(hashes).map(members => problem(members, '', sameBytesDetail)),
    ...nearDuplicates(hashes.perceptual, { maxDistance })
      .filter(({ members }) => !areOneFile(hashes, members))
      .sort((one, other) => one.distance - other.distance)
      .map(({ members, distance }) => problem(members, 'near-', nearDetail(distance))),
  ];
}

/** Of each group that reaches into the other set, what lies in this one and what lies there; copies of one file first, then the nearest. */
function commonPhotos(hashes: PhotoHashes, against: PhotoHashes, maxDistance: number): Problem[] {
  const own = hashes.photos.length;
  const joined = joinHashes(hashes, against);
  const common = nearDuplicates(joined.perceptual, { maxDistance })
    .sort((one, other) => one.distance - other.distance)
    .flatMap(({ members, distance }): Problem[] => {
      const records = (side: readonly number[]) => side.map(photo => joined.photos[photo] as FacePhoto);
      const photos = records(members.filter(photo => photo < own));
      const others = records(members.filter(photo => photo >= own)).map(({ path }) => path);
      if (photos.length === 0 || others.length === 0) return [];
      const detail = areOneFile(joined, members) ? sameBytesDetail : nearDetail(distance);
      return [{ kind: 'train-test-duplicate', photos, others, detail }];
    });
  const exact = (problem: Problem) => problem.detail === sameBytesDetail;
  return [...common.filter(exact), ...common.filter(problem => !exact(problem))];
}

/**
 * Finds what is wrong with a set from the hashes of its photos.
 *
 * A group of nearly the same pictures holds every copy of each of them; one that is only copies of one file is told of
 * once, as a group of the same bytes. Two photos of different identities make it a group of the other identity.
 * @param found.against the photos that this set must not share   @param found.maxDistance bits, for "nearly the same"
 */
export function findProblems(found: {
  hashes: PhotoHashes;
  unreadable: readonly UnreadablePhoto[];
  against?: PhotoHashes | undefined;
  maxDistance: number;
}): Problem[] {
  const { hashes, unreadable, against, maxDistance } = found;
  const alone = (kind: Problem['kind'], photo: FacePhoto, detail: string): Problem => ({
    kind,
    photos: [photo],
    others: [],
    detail,
  });
  return [
    ...unreadable.map(({ photo, problem }) => alone('unreadable', photo, `${problem.code}: ${problem.message}`)),
    ...(against ? commonPhotos(hashes, against, maxDistance) : []),
    ...duplicates(hashes, maxDistance),
    ...singlePhotos(hashes.photos).map(photo => alone('single-photo-identity', photo, 'its only photo')),
  ];
}
