import { readdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { asError, DataError } from '@arcface-ts/core';
import type { VerificationSet } from '../verification-pair.js';
import { pathFault } from './image-list.js';
import { type ListLine, listLines, quoteLine, readListFile, rejectLines } from './list-lines.js';

/** FP: frontal against profile, the hard one. FF: frontal against frontal. */
export type CfpProtocol = 'FP' | 'FF';

/** Folders of splits, 01 to 10. */
const cfpFolds = 10;

const layout = 'Unpack all of cfp-dataset: Data/Images/001/frontal/01.jpg, Protocol/Pair_list_F.txt, Protocol/Split/.';

/** Photos by their number; paths start from the set's folder. */
type PhotoList = ReadonlyMap<number, string>;

interface CfpPair {
  readonly first: string;
  readonly second: string;
  readonly same: boolean;
  readonly fold: number;
}

/** `Data/Images/001/frontal/01.jpg` shows person 001. */
function identityOf(path: string): string {
  return path.split('/').at(-3) ?? '';
}

async function readPhotoList(folder: string, name: string): Promise<PhotoList> {
  const file = join(folder, 'Protocol', name);
  const photos = new Map<number, string>();
  const malformed: string[] = [];
  const repeated: string[] = [];
  for (const line of listLines(await readListFile(file, { expected: "CFP's list of photos", next: layout }))) {
    const match = /^(\d{1,9})\s+(\S+\/\S+\/\S+)$/.exec(line.text.trim());
    // The paths are seen from Protocol/, as ../Data/Images/001/frontal/01.jpg; some copies have them from the set's folder.
    const path = posix.normalize(match?.[2]?.replace(/^\.\.\//, '') ?? '..');
    const number = Number(match?.[1]);
    if (pathFault(path)) malformed.push(quoteLine(line));
    else if (photos.has(number)) repeated.push(quoteLine(line));
    else photos.set(number, path);
  }
  const next = 'Fetch the file again.';
  rejectLines(malformed, { expected: 'lines "number ../Data/Images/PERSON/frontal/01.jpg"', file, next });
  rejectLines(repeated, { expected: 'each number once', file, next });
  return photos;
}

/** Why a line of a split is no pair of its kind, or the pair. */
function pairOf(
  line: ListLine,
  options: { first: PhotoList; second: PhotoList; same: boolean; fold: number },
): CfpPair | string {
  const match = /^(\d{1,9})\s*,\s*(\d{1,9})$/.exec(line.text.trim());
  if (!match) return quoteLine(line);
  const first = options.first.get(Number(match[1]));
  const second = options.second.get(Number(match[2]));
  if (first === undefined || second === undefined) return `${quoteLine(line)}, numbers that are not in the lists`;
  const same = identityOf(first) === identityOf(second);
  if (same !== options.same) return `${quoteLine(line)}, ${first} and ${second}`;
  return { first, second, same, fold: options.fold };
}

async function readSplit(file: string, options: Parameters<typeof pairOf>[1]): Promise<CfpPair[]> {
  const lines = listLines(await readListFile(file, { expected: "a split of CFP's pairs", next: layout }));
  const pairs = lines.map(line => pairOf(line, options));
  const problems = pairs.filter(pair => typeof pair === 'string');
  const people = options.same ? 'the same person' : 'different people';
  rejectLines(lines.length === 0 ? ['an empty file'] : problems, {
    expected: `lines "i,j" of photos that show ${people}`,
    file,
    next: 'Fetch the file again; the numbers are those of Pair_list_F.txt and Pair_list_P.txt.',
  });
  return pairs.filter(pair => typeof pair !== 'string');
}

async function rejectMissing(folder: string, paths: readonly string[]): Promise<void> {
  const folders = [...new Set(paths.map(path => dirname(path)))];
  const found = new Set<string>();
  for (const photos of folders) {
    const names = await readdir(join(folder, photos)).catch(thrown => {
      const error = asError(thrown) as NodeJS.ErrnoException;
      if (error.code === 'ENOENT') return [];
      throw DataError.because({
        expected: 'a folder of photos',
        received: error.code ?? error.message,
        place: join(folder, photos),
      });
    });
    for (const name of names) found.add(`${photos}/${name}`);
  }
  const missing = paths.filter(path => !found.has(path));
  rejectLines(missing, { expected: 'the photos that the pairs name', file: folder, next: layout });
}

/**
 * Reads Celebrities in Frontal-Profile (http://www.cfpw.io, `cfp-dataset`): 500 people, ten folds of 350 same and 350
 * different pairs.
 *
 * @returns photos sorted by path, which start from `folder`; pairs fold by fold, the same ones first. A pair's first photo is
 * frontal, its second of profile under FP.
 * Throws a DataError that names file and lines for a malformed list, for pairs whose people are not as their file says,
 * and for photos that are not there.
 */
export async function readCfp(folder: string, { protocol }: { protocol: CfpProtocol }): Promise<VerificationSet> {
  const frontal = await readPhotoList(folder, 'Pair_list_F.txt');
  const second = protocol === 'FP' ? await readPhotoList(folder, 'Pair_list_P.txt') : frontal;
  const pairs: CfpPair[] = [];
  for (let fold = 0; fold < cfpFolds; fold++) {
    const split = join(folder, 'Protocol', 'Split', protocol, String(fold + 1).padStart(2, '0'));
    for (const same of [true, false]) {
      const file = join(split, same ? 'same.txt' : 'diff.txt');
      for (const pair of await readSplit(file, { first: frontal, second, same, fold })) pairs.push(pair);
    }
  }
  const paths = [...new Set(pairs.flatMap(pair => [pair.first, pair.second]))].sort();
  await rejectMissing(folder, paths);

  const identities = [...new Set(paths.map(identityOf))].sort();
  const photoIndex = new Map(paths.map((path, index) => [path, index]));
  const identityIndex = new Map(identities.map((name, index) => [name, index]));
  return {
    folds: cfpFolds,
    identities,
    photos: paths.map(path => ({ path, identity: identityOf(path) })),
    pairs: pairs.map(({ first, second: other, same, fold }) => ({
      first: photoIndex.get(first) as number,
      second: photoIndex.get(other) as number,
      same,
      fold,
      firstIdentity: identityIndex.get(identityOf(first)) as number,
      secondIdentity: identityIndex.get(identityOf(other)) as number,
    })),
  };
}
