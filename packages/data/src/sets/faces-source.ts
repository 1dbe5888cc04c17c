import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, findDataRoot, UsageError } from '@arcface-ts/core';
import { lockSet } from '../preparation/set-files.js';
import {
  drawProceduralFaces,
  type ProceduralOptions,
  proceduralFingerprint,
} from '../procedural/draw-procedural-faces.js';

export interface FacesSource {
  /** Folder with one folder a set. */
  readonly root: string;
  /** The sets that are asked for, there or not. */
  readonly sets: readonly string[];
  readonly procedural: boolean;
}

/** What the main job trains and verifies on. */
export const faceSets: readonly string[] = ['celeba', 'lfw'];

/** Draws the faces unless they are there: a drawn folder gets its name when it is complete. */
async function ensureProceduralFaces(
  cacheFolder: string,
  options: Partial<ProceduralOptions>,
  report?: (line: string) => void,
): Promise<string> {
  const name = `procedural-${proceduralFingerprint(options).slice(0, 8)}`;
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  await using _ = await lockSet(cacheFolder, name, report);
  // Another process may have drawn them while we waited.
  if (!existsSync(folder)) await drawProceduralFaces(folder, options);
  return folder;
}

export interface FindFacesOptions {
  /** Folder with `datasets/`. */
  readonly workspace: string;
  readonly cacheFolder: string;
  /** What `--data` says. */
  readonly data?: string | undefined;
  /** What `--set` says: names with commas between; by default celeba and lfw. */
  readonly set?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  readonly procedural?: Partial<ProceduralOptions>;
  /** Called before faces are drawn, which takes a while, with a line for people. */
  readonly report?: (line: string) => void;
}

/**
 * Decides what the faces are: the real sets of the data root, or procedural faces when nobody named a root and
 * `datasets/` has none. Throws a DataError for a named root without celeba/ and lfw/, and for a named set that is not there.
 */
export async function findFaces(options: FindFacesOptions): Promise<FacesSource> {
  const { cacheFolder, set, procedural = {}, report } = options;
  const root = findDataRoot(options);
  const sets = set === undefined ? faceSets : setNames(set);
  const missing = sets.filter(name => !existsSync(join(root.path, name)));
  const found = { root: root.path, sets, procedural: false };
  if (missing.length === 0) return found;
  const none = missing.length === sets.length;
  if (set === undefined && !none) return found;
  if (set !== undefined && !(none && root.from === 'datasets/' && sets.every(name => faceSets.includes(name)))) {
    const folders = missing.map(name => `${name}/`).join(' and ');
    throw DataError.because({
      expected: `a folder with ${folders}`,
      received: `${root.path}, which has none`,
      place: root.from,
      next: `Put ${folders} there, or name the folder above it with --data.`,
    });
  }
  if (root.from !== 'datasets/') {
    throw DataError.because({
      expected: 'a folder with celeba/ or lfw/',
      received: `${root.path}, which has neither`,
      place: root.from,
      next: 'Name the folder above celeba/ and lfw/, or leave it out to train on procedural faces.',
    });
  }
  report?.(`Neither celeba/ nor lfw/ in ${root.path}: using procedural faces, drawn from a seed.`);
  return { root: await ensureProceduralFaces(cacheFolder, procedural, report), sets, procedural: true };
}

/** The sets that `--set` names, with commas between. Each is a folder below the root and one below the cache. */
export function setNames(set: string): string[] {
  const names = set.split(',');
  if (names.every(name => /^[\w-][\w.-]*$/.test(name))) return names;
  throw UsageError.because({
    expected: 'names of folders, of letters, digits, dots, hyphens and underscores, with commas between',
    received: JSON.stringify(set),
    place: '--set',
  });
}
