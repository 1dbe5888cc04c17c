import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestRecord } from '@arcface-ts/core';

export interface PhotoFingerprint {
  /** SHA-256, in hexadecimal. */
  readonly fingerprint: string;
  /** Size of all photos together. */
  readonly bytes: number;
}

/**
 * Changes whenever a photo's path, size, date (in whole milliseconds) or identity does, or the annotation's content.
 * @param root folder that the photos' paths start from   @param annotations absolute paths
 */
export async function photoFingerprint(
  root: string,
  photos: readonly ManifestRecord[],
  annotations: readonly string[],
): Promise<PhotoFingerprint> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const { path, identity } of photos) {
    // Synchronous: for 200,000 small questions to the file system that is several times faster than as many promises.
    const { size, mtimeMs } = statSync(join(root, path));
    bytes += size;
    hash.update(`${JSON.stringify([path, size, Math.trunc(mtimeMs), identity])}\n`);
  }
  for (const annotation of annotations) hash.update(await readFile(annotation));
  return { fingerprint: hash.digest('hex'), bytes };
}
