import type { FacePhoto } from '../sets/face-photo.js';
import { nearDuplicates } from './near-duplicates.js';

export const sha256Bytes = 32;

/** What is kept of the photos of a set that can be decoded: some 40 bytes a photo beside its path. */
export interface PhotoHashes {
  readonly photos: readonly FacePhoto[];
  /** Perceptual hashes, [photos, 2] high and low words. */
  readonly perceptual: Uint32Array;
  /** SHA-256 of the files' bytes, [photos, 32]. */
  readonly sha256: Uint8Array;
}

/** The photos of one set and then those of the other. */
export function joinHashes(one: PhotoHashes, other: PhotoHashes): PhotoHashes {
  const perceptual = new Uint32Array(one.perceptual.length + other.perceptual.length);
  perceptual.set(one.perceptual);
  perceptual.set(other.perceptual, one.perceptual.length);
  const sha256 = new Uint8Array(one.sha256.length + other.sha256.length);
  sha256.set(one.sha256);
  sha256.set(other.sha256, one.sha256.length);
  return { photos: [...one.photos, ...other.photos], perceptual, sha256 };
}

/** The SHA-256 of one file as a key of a map. */
export function sha256Of({ sha256 }: PhotoHashes, photo: number): string {
  return Buffer.from(sha256.buffer, sha256.byteOffset + photo * sha256Bytes, sha256Bytes).toString('latin1');
}

/**
 * Groups of files with the same bytes: indices of photos, ascending, two or more a group. The same bytes have the same
 * picture, so only files of equal perceptual hashes are compared, and no map of all files is made.
 */
export function sameBytes(hashes: PhotoHashes): number[][] {
  return nearDuplicates(hashes.perceptual, { maxDistance: 0 }).flatMap(({ members }) => {
    const groups = new Map<string, number[]>();
    for (const photo of members) {
      const key = sha256Of(hashes, photo);
      const known = groups.get(key);
      if (known) known.push(photo);
      else groups.set(key, [photo]);
    }
    return [...groups.values()].filter(group => group.length > 1);
  });
}
