import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asError, DataError, type DataRoot, findDataRoot } from '@arcface-ts/core';
import {
  drawProceduralFaces,
  type ProceduralOptions,
  proceduralFingerprint,
} from './procedural/draw-procedural-faces.js';

export interface FacesSource {
  /** Folder with celeba/ or lfw/, or both. */
  readonly root: string;
  readonly procedural: boolean;
}

export const faceSets = ['celeba', 'lfw'] as const;
export type FaceSet = (typeof faceSets)[number];

function hasFaces(root: DataRoot): boolean {
  return faceSets.some(set => existsSync(join(root.path, set)));
}

/** Draws the faces unless they are there: a drawn folder gets its name when it is complete. */
async function ensureProceduralFaces(cacheFolder: string, options: Partial<ProceduralOptions>): Promise<string> {
  const folder = join(cacheFolder, `procedural-${proceduralFingerprint(options).slice(0, 8)}`);
  if (existsSync(folder)) return folder;
  await drawProceduralFaces(folder, options).catch(error => {
    // Another process may have drawn the same faces in the meantime.
    if (!existsSync(folder)) throw asError(error);
  });
  return folder;
}

export interface FindFacesOptions {
  /** Folder with `datasets/`. */
  readonly workspace: string;
  readonly cacheFolder: string;
  /** What `--data` says. */
  readonly data?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  readonly procedural?: Partial<ProceduralOptions>;
  /** Called before faces are drawn, which takes a while, with a line for people. */
  readonly report?: (line: string) => void;
}

/**
 * Decides what the faces are: the real sets of the data root, or procedural faces when nobody named a root and
 * `datasets/` has none. Throws a DataError for a named root without celeba/ and lfw/.
 */
export async function findFaces(options: FindFacesOptions): Promise<FacesSource> {
  const { cacheFolder, procedural = {}, report } = options;
  const root = findDataRoot(options);
  if (hasFaces(root)) return { root: root.path, procedural: false };
  if (root.from !== 'datasets/') {
    throw DataError.because({
      expected: 'a folder with celeba/ or lfw/',
      received: `${root.path}, which has neither`,
      place: root.from,
      next: 'Name the folder above celeba/ and lfw/, or leave it out to train on procedural faces.',
    });
  }
  report?.(`Neither celeba/ nor lfw/ in ${root.path}: using procedural faces, drawn from a seed.`);
  return { root: await ensureProceduralFaces(cacheFolder, procedural), procedural: true };
}
