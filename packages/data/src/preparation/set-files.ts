import { join } from 'node:path';
import { type FolderLock, lockFolder } from '@arcface-ts/core';

/** The files of a set in the cache: `<cache>/<set>/…`. */
export function filesOf(cacheFolder: string, set: string) {
  const folder = join(cacheFolder, set);
  return {
    folder,
    /** What `data:photos` found in the set's folder. */
    photos: join(folder, 'photos.jsonl'),
    photosSummary: join(folder, 'photos.json'),
    absent: join(folder, 'absent.json'),
    /** Changes whenever the crops have to be made again. */
    generation: join(folder, 'generation.json'),
    /** What `data:faces` made of it. */
    manifest: join(folder, 'manifest.jsonl'),
    summary: join(folder, 'summary.json'),
  };
}

/** Waits until no other process writes to a set's folder, and keeps it so until what it returns is disposed. */
export function lockSet(
  cacheFolder: string,
  set: string,
  report: (line: string) => void = () => undefined,
): Promise<FolderLock> {
  return lockFolder(filesOf(cacheFolder, set).folder, { onWait: report, next: 'Wait until it has ended.' });
}
