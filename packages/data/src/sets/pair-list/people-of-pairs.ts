import { dirname } from 'node:path/posix';
import { DataError } from '@arcface-ts/core';
import { DisjointSets } from '../../checking/disjoint-sets.js';
import { listProblems } from '../list-problems.js';

/** A pair of photos, by whatever names or numbers they have, and where its list says so. */
export interface LabelledPair<Photo> {
  readonly first: Photo;
  readonly second: Photo;
  readonly same: boolean;
}

/** Who is on the photos of a list. */
export interface People {
  /** Of every photo that the pairs name. */
  readonly of: ReadonlyMap<string, string>;
  /** `folders` where each person has a folder: its name is the person's. `pairs` where only the pairs say who is the same. */
  readonly from: 'folders' | 'pairs';
}

/**
 * Numbers people so that the photos of a same pair have one number, over all same pairs that share a photo.
 *
 * @param photos how many there are   @param pairs of photos by number
 * @returns the number of each photo's person, and the pairs, by index, that call two photos of one person different
 */
export function joinPeople(
  photos: number,
  pairs: readonly LabelledPair<number>[],
): { of: Uint32Array; contradictory: readonly number[] } {
  const sets = new DisjointSets(photos);
  for (const { first, second, same } of pairs) if (same) sets.join(first, second);
  const of = Uint32Array.from({ length: photos }, (_, photo) => sets.find(photo));
  const contradictory = [...pairs.keys()].filter(index => {
    const pair = pairs[index] as LabelledPair<number>;
    return !pair.same && of[pair.first] === of[pair.second];
  });
  return { of, contradictory };
}

/**
 * Finds out who is on the photos of a list of pairs. A photo's folder is its person where that agrees with every pair;
 * else the photos that same pairs join are one person.
 * Throws a DataError that names the lines when the pairs contradict each other.
 */
export function peopleOfPairs(
  pairs: readonly (LabelledPair<string> & { readonly line: number })[],
  file: string,
): People {
  const paths = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const agrees = ({ first, second, same }: LabelledPair<string>) => (dirname(first) === dirname(second)) === same;
  if (pairs.every(agrees)) return { of: new Map(paths.map(path => [path, dirname(path)])), from: 'folders' };
  const indexOf = new Map(paths.map((path, index) => [path, index]));
  const numbered = pairs.map(({ first, second, same }) => ({
    first: indexOf.get(first) as number,
    second: indexOf.get(second) as number,
    same,
  }));
  const { of, contradictory } = joinPeople(paths.length, numbered);
  if (contradictory.length > 0) {
    const lines = contradictory.map(index => pairs[index] as (typeof pairs)[number]);
    throw DataError.because({
      expected: 'different pairs of photos that no same pairs join',
      received: listProblems(lines.map(({ line, first, second }) => `line ${line}: ${first} and ${second}`)),
      place: file,
      next: 'These two photos show one person by other lines of the list: correct the one or the others.',
    });
  }
  return { of: new Map(paths.map((path, index) => [path, paths[of[index] as number] as string])), from: 'pairs' };
}
