import { type AlignFacesOptions, alignFaces } from './align-faces.js';
import { type Manifest, readManifest } from './manifest.js';
import { listPhotos, writePhotoList } from './photo-list.js';

export interface PreparePhotosOptions extends Omit<AlignFacesOptions, 'sets'> {
  /** Names the set's folder in the cache. */
  readonly set: string;
  /** What the photos are, as results shall say. */
  readonly dataset: string;
  /** Absolute path of the folder that the photos' paths start from. */
  readonly root: string;
}

/**
 * Lists and aligns photos that no set of the data root has: those of a list of pairs, say. As everywhere, crops that are there
 * and whose photos are as they were are left alone.
 * Throws a DataError that names the first ten photos that are not there.
 */
export async function preparePhotos(
  photos: readonly { readonly path: string; readonly identity: string }[],
  options: PreparePhotosOptions,
): Promise<Manifest> {
  const { set, dataset, root, cacheFolder } = options;
  const list = await listPhotos({ set, dataset, root, rowsWithoutPhoto: 0 }, photos, []);
  await writePhotoList(cacheFolder, list, options.report);
  await alignFaces({ ...options, sets: [set] });
  return readManifest(cacheFolder, set);
}
