import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@arcface-ts/core';
import { readListFile } from './formats/list-lines.js';
import { type NamedPair, parseFlatPairs, parseOfficialPairs } from './lfw-pairs.js';
import { listProblems } from './list-problems.js';
import type { VerificationSet } from './verification-pair.js';

export interface LfwSet extends VerificationSet {
  /** `lfw-view2` by the official pairs.txt; `lfw-flat` when only the flat list was there. */
  readonly protocol: 'lfw-view2' | 'lfw-flat';
  /** Absolute path of the list that the pairs come from. */
  readonly pairsFile: string;
}

export const lfwPhotosFolder = 'images';

/** The pair lists that are looked for, best first. */
const pairLists = [
  { file: 'pairs.txt', protocol: 'lfw-view2', parse: parseOfficialPairs },
  { file: 'lfw_test_pair.txt', protocol: 'lfw-flat', parse: parseFlatPairs },
] as const;

const pairsRule = { expected: "LFW's list of pairs", next: "Put LFW's official pairs.txt there." };

/** Whether one of LFW's pair lists is there. */
export function hasLfwPairs(folder: string): boolean {
  return pairLists.some(({ file }) => existsSync(join(folder, file)));
}

/** Paths below images/, of the people whom the pairs name. */
async function photosOf(folder: string, names: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  await Promise.all(
    [...names].map(async name => {
      const files = await readdir(join(folder, name)).catch(() => []);
      for (const file of files) found.add(`${name}/${file}`);
    }),
  );
  return found;
}

function identityOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function rejectMissing(
  pairs: readonly NamedPair[],
  found: ReadonlySet<string>,
  pairsFile: string,
  photos: string,
): void {
  const missing = pairs.flatMap(({ first, second, line }) =>
    [first, second].filter(path => !found.has(path)).map(path => `line ${line}: ${join(photos, path)}`),
  );
  if (missing.length === 0) return;
  throw DataError.because({
    expected: 'pairs of photos that are there',
    received: listProblems(missing),
    place: pairsFile,
    next: 'Unpack all of LFW there: a result over a part of the pairs is not an LFW result.',
  });
}

/**
 * Reads LFW's verification pairs and the photos they name, from a folder with images/NAME/NAME_0001.jpg.
 *
 * @returns photos sorted by path, which start from `folder`; pairs in the order of their list
 * Throws a DataError that names file and lines for a malformed list and for a photo that is not there.
 */
export async function readLfw(folder: string): Promise<LfwSet> {
  const list = pairLists.find(({ file }) => existsSync(join(folder, file)));
  if (!list) {
    throw DataError.because({
      expected: 'pairs.txt or lfw_test_pair.txt',
      received: 'neither',
      place: folder,
      next: "Put LFW's official pairs.txt there.",
    });
  }
  const pairsFile = join(folder, list.file);
  const named = list.parse(await readListFile(pairsFile, pairsRule), pairsFile);
  const paths = [...new Set(named.pairs.flatMap(({ first, second }) => [first, second]))].sort();
  const identities = [...new Set(paths.map(identityOf))].sort();
  rejectMissing(
    named.pairs,
    await photosOf(join(folder, lfwPhotosFolder), new Set(identities)),
    pairsFile,
    lfwPhotosFolder,
  );

  const photoIndex = new Map(paths.map((path, index) => [path, index]));
  const identityIndex = new Map(identities.map((name, index) => [name, index]));
  return {
    protocol: list.protocol,
    pairsFile,
    folds: named.folds,
    identities,
    photos: paths.map(path => ({ path: `${lfwPhotosFolder}/${path}`, identity: identityOf(path) })),
    pairs: named.pairs.map(({ first, second, same, fold }) => ({
      first: photoIndex.get(first) as number,
      second: photoIndex.get(second) as number,
      same,
      fold,
      firstIdentity: identityIndex.get(identityOf(first)) as number,
      secondIdentity: identityIndex.get(identityOf(second)) as number,
    })),
  };
}
