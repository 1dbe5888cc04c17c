import { type RandomStream, UsageError } from '@arcface-ts/core';

/** A photo of a verification set: a person's name and the photo's number, from 1. */
export interface PairPhoto {
  readonly name: string;
  readonly number: number;
}

export type Pair = readonly [PairPhoto, PairPhoto];

/** A fold of a verification protocol: as many pairs of one person as of two. */
export interface PairFold {
  readonly same: readonly Pair[];
  readonly different: readonly Pair[];
}

export interface PairListSize {
  readonly photosPerIdentity: number;
  readonly folds: number;
  /** Pairs of each kind in a fold. */
  readonly pairsPerFold: number;
}

/**
 * Draws the pairs of a verification set. As in LFW's own list no pair comes twice and every person belongs to one fold,
 * so that a threshold is never chosen on the people it is tested on.
 * Throws a UsageError when a fold's people have too few photos for its pairs.
 */
export function drawPairs(names: readonly string[], size: PairListSize, stream: RandomStream): PairFold[] {
  const dealt = stream.split('folds').shuffled(names);
  return Array.from({ length: size.folds }, (_, fold) => {
    const people = dealt.filter((_, index) => index % size.folds === fold);
    checkEnough(people.length, size);
    return {
      same: samePairs(people, size, stream.split('same', fold)),
      different: differentPairs(people, size, stream.split('different', fold)),
    };
  });
}

function checkEnough(people: number, { photosPerIdentity, folds, pairsPerFold }: PairListSize): void {
  const same = (people * photosPerIdentity * (photosPerIdentity - 1)) / 2;
  const different = ((people * (people - 1)) / 2) * photosPerIdentity ** 2;
  if (Math.min(same, different) >= pairsPerFold) return;
  throw UsageError.because({
    expected: `${pairsPerFold} pairs of one person and of two in each of ${folds} folds`,
    received: `${people} people of ${photosPerIdentity} photos a fold, who make ${same} and ${different}`,
    place: 'drawPairs',
    next: 'Draw more people or photos, or ask for fewer folds or pairs.',
  });
}

function samePairs(people: readonly string[], size: PairListSize, stream: RandomStream): Pair[] {
  const all: Pair[] = [];
  for (const name of people) {
    for (let first = 1; first <= size.photosPerIdentity; first++) {
      for (let second = first + 1; second <= size.photosPerIdentity; second++) {
        all.push([
          { name, number: first },
          { name, number: second },
        ]);
      }
    }
  }
  return stream.shuffled(all).slice(0, size.pairsPerFold);
}

/** Draws until there are enough that differ: listing them all would take millions for a large set. */
function differentPairs(people: readonly string[], size: PairListSize, stream: RandomStream): Pair[] {
  const pairs = new Map<string, Pair>();
  while (pairs.size < size.pairsPerFold) {
    const [first, second] = [stream.below(people.length), stream.below(people.length)];
    if (first >= second) continue;
    const pair: Pair = [
      { name: people[first] as string, number: 1 + stream.below(size.photosPerIdentity) },
      { name: people[second] as string, number: 1 + stream.below(size.photosPerIdentity) },
    ];
    pairs.set(pair.map(({ name, number }) => `${name} ${number}`).join(' '), pair);
  }
  return [...pairs.values()];
}

/**
 * The text of LFW's `pairs.txt`: `folds⇥pairs`, then for each fold its pairs of one person as `name⇥i⇥j`
 * and its pairs of two as `name⇥i⇥name⇥j`. http://vis-www.cs.umass.edu/lfw/README.txt
 */
export function formatPairs(folds: readonly PairFold[]): string {
  const rows = folds.flatMap(({ same, different }) => [
    ...same.map(([first, second]) => [first.name, first.number, second.number]),
    ...different.map(([first, second]) => [first.name, first.number, second.name, second.number]),
  ]);
  const header = [folds.length, folds[0]?.same.length ?? 0];
  return [header, ...rows].map(row => `${row.join('\t')}\n`).join('');
}
