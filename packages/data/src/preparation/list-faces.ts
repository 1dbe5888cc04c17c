import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type FacesSource, type FindFacesOptions, findFaces } from '../sets/faces-source.js';
import { readSet } from '../sets/read-set.js';
import { listPhotos, type PhotoListSummary, writeAbsence, writePhotoList } from './photo-list.js';

export interface ListedFaces extends FacesSource {
  /** A set that the root does not have is missing here: whoever needs it raises the error. */
  readonly summaries: Readonly<Partial<Record<string, PhotoListSummary>>>;
}

/**
 * Finds the faces to train and to verify on and lists them in `<cacheFolder>/<set>/photos.jsonl` and `photos.json`.
 *
 * `report` gets what was found in a few lines; the first and the last say so when the faces are procedural.
 * Throws a DataError for a named root without faces, and for a set that does not have the form it should have.
 */
export async function listFaces(options: FindFacesOptions): Promise<ListedFaces> {
  const { cacheFolder, report } = options;
  const source = await findFaces(options);
  const summaries: Partial<Record<string, PhotoListSummary>> = {};
  for (const set of source.sets) {
    const root = join(source.root, set);
    if (!existsSync(root)) {
      await writeAbsence(cacheFolder, set, source.root, report);
      report?.(`${set}: not there, ${root} does not exist.`);
      continue;
    }
    const { photos, rowsWithoutPhoto, annotations } = await readSet(root);
    const dataset = source.procedural ? 'procedural' : set;
    const list = await listPhotos({ set, dataset, root, rowsWithoutPhoto }, photos, annotations);
    await writePhotoList(cacheFolder, list, report);
    summaries[set] = list.summary;
    report?.(describe(list.summary));
  }
  if (source.procedural) {
    report?.('The faces are procedural: what is measured on them is no result on celeba or lfw.');
  }
  return { ...source, summaries };
}

function describe({ set, dataset, photos, identities, rowsWithoutPhoto, root }: PhotoListSummary): string {
  const missing = rowsWithoutPhoto > 0 ? `; ${rowsWithoutPhoto} rows of the annotation have no photo there` : '';
  return `${set}${dataset === set ? '' : ` (${dataset})`}: ${photos} photos of ${identities} people in ${root}${missing}.`;
}
