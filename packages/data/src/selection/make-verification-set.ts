import { DataError, type RandomStream } from '@arcface-ts/core';
import type { FacePhoto } from '../sets/face-photo.js';
import type { VerificationPair, VerificationSet } from '../sets/verification-pair.js';

/** Photos of one identity, as indices into the set's photos. */
interface Person {
  readonly identity: number;
  readonly photos: readonly number[];
}

type Match = Pick<VerificationPair, 'first' | 'second' | 'firstIdentity' | 'secondIdentity'>;

function allSamePairs({ identity, photos }: Person): Match[] {
  return photos.flatMap((first, index) =>
    photos.slice(index + 1).map(second => ({ first, second, firstIdentity: identity, secondIdentity: identity })),
  );
}

/** Same pairs in rounds over the people, one of each a round: who has many photos does not fill the list. */
function drawSamePairs(people: readonly Person[], wanted: number, stream: RandomStream): Match[] {
  const queues = people.map(person => stream.split('same', person.identity).shuffled(allSamePairs(person)));
  const drawn: Match[] = [];
  for (let round = 0; drawn.length < wanted && queues.some(queue => queue.length > round); round++) {
    drawn.push(...queues.flatMap(queue => queue.slice(round, round + 1)));
  }
  return drawn.slice(0, wanted);
}

/** Distinct pairs of different people, each person as likely as any other. */
function drawDifferentPairs(people: readonly Person[], wanted: number, stream: RandomStream): Match[] {
  const drawn = new Map<string, Match>();
  // A small fold may hold fewer distinct pairs than are wanted.
  for (let tries = 0; drawn.size < wanted && tries < 50 * wanted; tries++) {
    const [one, other] = [stream.pick(people), stream.pick(people)];
    if (one === other) continue;
    const [first, second] = one.identity < other.identity ? [one, other] : [other, one];
    const match = {
      first: stream.pick(first.photos),
      second: stream.pick(second.photos),
      firstIdentity: first.identity,
      secondIdentity: second.identity,
    };
    drawn.set(`${match.first} ${match.second}`, match);
  }
  return [...drawn.values()];
}

function peopleOf(photos: readonly FacePhoto[]): Person[] {
  const byIdentity = new Map<string, number[]>();
  for (const [index, { identity }] of photos.entries()) {
    byIdentity.set(identity, [...(byIdentity.get(identity) ?? []), index]);
  }
  return [...byIdentity.values()].map((indices, identity) => ({ identity, photos: indices }));
}

/**
 * Makes a verification set in the way of LFW's View 2 from photos of identities that training does not see: folds
 * without a common identity, and in each as many same as different pairs, none of them twice.
 *
 * @param options.pairs how many to draw at most, over all folds; a small set gives fewer, the same number in each fold
 * Throws a DataError when a fold would have no pair of one kind.
 */
export function makeVerificationSet(
  photos: readonly FacePhoto[],
  options: { stream: RandomStream; pairs?: number; folds?: number },
): VerificationSet {
  const { stream, pairs = 6000, folds = 10 } = options;
  const sorted = [...photos].sort((one, other) => (one.path < other.path ? -1 : 1));
  const people = stream.split('folds').shuffled(peopleOf(sorted));
  const wanted = Math.max(1, Math.floor(pairs / folds / 2));
  const matches = Array.from({ length: folds }, (_, fold) => {
    const members = people.filter((_, index) => index % folds === fold);
    return {
      fold,
      same: drawSamePairs(members, wanted, stream.split(fold)),
      different: members.length < 2 ? [] : drawDifferentPairs(members, wanted, stream.split('different', fold)),
    };
  });
  const perKind = Math.min(...matches.flatMap(({ same, different }) => [same.length, different.length]));
  if (perKind === 0) {
    throw DataError.because({
      expected: `${folds} folds of two identities or more, with two photos of one of them`,
      received: `${people.length} identities with ${photos.length} photos`,
      place: 'makeVerificationSet',
      next: 'Hold out more identities, or ask for fewer folds.',
    });
  }
  return {
    photos: sorted,
    identities: peopleOf(sorted).map(({ photos: [first] }) => (sorted[first as number] as FacePhoto).identity),
    folds,
    pairs: matches.flatMap(({ fold, same, different }) => [
      ...same.slice(0, perKind).map(match => ({ ...match, same: true, fold })),
      ...different.slice(0, perKind).map(match => ({ ...match, same: false, fold })),
    ]),
  };
}
