import { join } from 'node:path';

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
