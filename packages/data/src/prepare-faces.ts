import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSummary, ManifestRecord } from '@arcface-ts/core';
import { celebaIdentityFile, readCeleba } from './celeba.js';
import { checkPhotoSize } from './check-photo-size.js';
import { cropOf } from './crop.js';
import { type FaceSet, type FacesSource, type FindFacesOptions, faceSets, findFaces } from './faces-source.js';
import { readLfw } from './lfw.js';
import { writeAbsence, writeManifest } from './manifest.js';
import { photoFingerprint } from './photo-fingerprint.js';

interface SetContent {
  readonly photos: readonly ManifestRecord[];
  readonly rowsWithoutPhoto: number;
  /** Absolute paths of the files that say who and what the photos are. */
  readonly annotations: readonly string[];
}

const readers: Readonly<Record<FaceSet, (folder: string) => Promise<SetContent>>> = {
  async celeba(folder) {
    return { ...(await readCeleba(folder)), annotations: [join(folder, celebaIdentityFile)] };
  },
  async lfw(folder) {
    const { photos, pairsFile } = await readLfw(folder);
    return { photos, rowsWithoutPhoto: 0, annotations: [pairsFile] };
  },
};

export interface PreparedFaces extends FacesSource {
  /** A set that the root does not have is missing here: whoever needs it raises the error. */
  readonly summaries: Readonly<Partial<Record<FaceSet, DataSummary>>>;
}

export interface PrepareFacesOptions extends Omit<FindFacesOptions, 'cacheFolder'> {
  /** By default `.cache/data` of the workspace. */
  readonly cacheFolder?: string;
}

async function prepareSet(source: FacesSource, set: FaceSet, cacheFolder: string) {
  const startedMs = performance.now();
  const root = join(source.root, set);
  const { photos, rowsWithoutPhoto, annotations } = await readers[set](root);
  const { fingerprint, bytes } = await photoFingerprint(root, photos, annotations);
  const warning = await checkPhotoSize(root, photos, cropOf(set));
  const summary: DataSummary = {
    schema: 1,
    set,
    dataset: source.procedural ? 'procedural' : set,
    root,
    photos: photos.length,
    aligned: 0,
    missed: 0,
    identities: new Set(photos.map(photo => photo.identity)).size,
    rowsWithoutPhoto,
    shards: 0,
    bytes,
    seconds: (performance.now() - startedMs) / 1000,
    fingerprint,
  };
  await writeManifest(cacheFolder, summary, photos);
  return { summary, warning };
}

function describe({ set, dataset, photos, identities, rowsWithoutPhoto, root }: DataSummary): string {
  const missing = rowsWithoutPhoto > 0 ? `; ${rowsWithoutPhoto} rows of the annotation have no photo there` : '';
  return `${set}${dataset === set ? '' : ` (${dataset})`}: ${photos} photos of ${identities} people in ${root}${missing}.`;
}

/**
 * Finds the faces to train and to verify on, checks them, and writes `<cacheFolder>/<set>/manifest.jsonl` and
 * `summary.json` for celeba and lfw. Files that would say the same again stay as they are, to the byte.
 *
 * `report` gets what was found in a few lines; the first and the last say so when the faces are procedural.
 * Throws a DataError for a named root without faces, and for a set that does not have the form it should have.
 */
export async function prepareFaces(options: PrepareFacesOptions): Promise<PreparedFaces> {
  const { cacheFolder = join(options.workspace, '.cache', 'data'), report } = options;
  const source = await findFaces({ ...options, cacheFolder });
  const summaries: Partial<Record<FaceSet, DataSummary>> = {};
  for (const set of faceSets) {
    if (existsSync(join(source.root, set))) {
      const { summary, warning } = await prepareSet(source, set, cacheFolder);
      summaries[set] = summary;
      report?.(describe(summary));
      if (warning !== undefined) report?.(warning);
    } else {
      await writeAbsence(cacheFolder, set, source.root);
      report?.(`${set}: not there, ${join(source.root, set)} does not exist.`);
    }
  }
  if (source.procedural) {
    report?.('The faces are procedural: what is measured on them is no result on celeba or lfw.');
  }
  return { ...source, summaries };
}
