import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { UsageError } from '@arcface-ts/core';
import { pathFault } from '../formats/image-list.js';
import { type ListLine, listLines, quoteLine, readListFile, rejectLines } from '../formats/list-lines.js';
import { type NamedPair, type NamedPairs, parseOfficialPairs } from '../lfw-pairs.js';
import type { VerificationSet } from '../verification-pair.js';
import { dealFolds, type Folds } from './deal-folds.js';
import { peopleOfPairs } from './people-of-pairs.js';

/** A list of pairs as a verification set; its photos are named, not looked for. */
export interface PairList extends VerificationSet {
  /** SHA-256 of the list. */
  readonly sha256: string;
  /** Where the folds come from, in words. */
  readonly foldsFrom: string;
  /** Whether the identities are names of folders, or stand for photos that same pairs join. */
  readonly peopleFrom: 'folders' | 'pairs';
}

/** As many as View 2 of LFW has. */
export const defaultFolds = 10;

/** LFW's first line: folds and pairs of a kind in each, or, in lists of one fold, the pairs alone. */
const lfwHeader = /^\d+(\s+\d+)?$/;

const rule = {
  expected: 'lines "path path 0|1", separated by blanks, tabs or commas, or a list as LFW has it',
  next: '1 stands for one person, 0 for two; paths start from the folder of the photos, with forward slashes.',
};

/** `./a.jpg` is `a.jpg`; what is no path is left as it is, to be named. */
function plain(path: string): string {
  return pathFault(path) === undefined ? posix.normalize(path) : path;
}

/** Why a pair cannot be one. */
function pairFault({ first, second }: { first: string; second: string }): string | undefined {
  return pathFault(first) ?? pathFault(second) ?? (first === second ? 'a photo with itself' : undefined);
}

/** A tab or a comma separates where there is one, so that paths may have blanks. */
function split({ text }: ListLine): readonly string[] {
  const separator = text.includes('\t') ? '\t' : text.includes(',') ? ',' : /\s+/;
  return text
    .trim()
    .split(separator)
    .map(part => part.trim());
}

function parsePlainPairs(text: string, file: string): Omit<NamedPair, 'fold'>[] {
  const pairs: Omit<NamedPair, 'fold'>[] = [];
  const malformed: string[] = [];
  for (const line of listLines(text)) {
    const [first = '', second = '', label, ...rest] = split(line);
    if (!/^[01]$/.test(label ?? '') || rest.length > 0) malformed.push(quoteLine(line));
    else pairs.push({ first: plain(first), second: plain(second), same: label === '1', line: line.line });
  }
  rejectLines(malformed, { ...rule, file });
  rejectLines(pairs.length === 0 ? ['an empty list'] : [], { ...rule, file });
  return pairs;
}

/**
 * Reads a list of verification pairs: LFW's (`folds pairs`, then `NAME i j` and `NAME i NAME j`), or lines of two paths and
 * 1 for one person, 0 for two. Folds are those of an LFW list of several, else they are dealt: see `dealFolds`.
 *
 * @param options.folds into how many a list without folds is dealt, by default 10
 * @returns photos sorted by path, pairs in the order of the list
 * Throws a DataError that names file and lines, and a UsageError for another number of folds than an LFW list has.
 */
export async function readPairList(file: string, options: { folds?: number | undefined } = {}): Promise<PairList> {
  const text = await readListFile(file, { expected: 'a list of pairs', next: 'Check the path.' });
  const isLfw = lfwHeader.test(listLines(text)[0]?.text.trim() ?? '');
  const official = isLfw ? parseOfficialPairs(text, file) : undefined;
  const named = official?.pairs ?? parsePlainPairs(text, file);
  rejectLines(
    named.flatMap(pair => (pairFault(pair) === undefined ? [] : [`line ${pair.line}, ${pairFault(pair)}`])),
    { ...rule, file },
  );
  const { of: personOf, from: peopleFrom } = peopleOfPairs(named, file);

  const paths = [...personOf.keys()].sort();
  const identities = [...new Set(personOf.values())].sort();
  const photoIndex = new Map(paths.map((path, index) => [path, index]));
  const identityIndex = new Map(identities.map((name, index) => [name, index]));
  const person = (path: string) => identityIndex.get(personOf.get(path) as string) as number;
  const people = named.map(({ first, second, same }) => ({ first: person(first), second: person(second), same }));
  const folds = listedFolds(official, { file, wanted: options.folds }) ?? {
    ...dealFolds(people, options.folds ?? defaultFolds, file),
    count: options.folds ?? defaultFolds,
  };
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    foldsFrom: folds.from,
    peopleFrom,
    folds: folds.count,
    identities,
    photos: paths.map(path => ({ path, identity: personOf.get(path) as string })),
    pairs: named.map(({ first, second, same }, index) => ({
      first: photoIndex.get(first) as number,
      second: photoIndex.get(second) as number,
      same,
      fold: folds.of[index] as number,
      firstIdentity: person(first),
      secondIdentity: person(second),
    })),
  };
}

function listedFolds(
  official: NamedPairs | undefined,
  { file, wanted }: { file: string; wanted: number | undefined },
): (Folds & { count: number }) | undefined {
  if (official === undefined || official.folds === 1) return undefined;
  if (wanted !== undefined && wanted !== official.folds) {
    throw UsageError.because({
      expected: `the ${official.folds} folds of the list`,
      received: `${wanted}`,
      place: `--folds, ${file}`,
      next: 'Leave --folds out: a list with folds is judged by them.',
    });
  }
  return {
    of: Uint32Array.from(official.pairs, pair => pair.fold),
    count: official.folds,
    from: 'as the list has them',
  };
}
