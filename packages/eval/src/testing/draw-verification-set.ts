import type { RandomStream } from '@arcface-ts/core';
import type { Embeddings } from '../embeddings.js';
import type { VerificationPair } from '../verification-pair.js';

/** A verification set in LFW's way, drawn: each fold has people of its own, and as many same as different pairs. */
export function drawVerificationSet(
  stream: RandomStream,
  { folds = 10, pairsPerKind = 30, people = 40, noise = 0.6, dimension = 16 } = {},
): { embeddings: Embeddings; pairs: VerificationPair[] } {
  const imagesPerPerson = 3;
  const count = folds * people * imagesPerPerson;
  const centres = Array.from({ length: folds * people * dimension }, () => stream.normal());
  const data = Float32Array.from({ length: count * dimension }, (_, index) => {
    const person = Math.floor(index / (imagesPerPerson * dimension));
    return (centres[person * dimension + (index % dimension)] as number) + noise * stream.normal();
  });
  const imageOf = (person: number) => person * imagesPerPerson + stream.below(imagesPerPerson);
  const pairs = Array.from({ length: folds * 2 * pairsPerKind }, (_, index): VerificationPair => {
    const fold = Math.floor(index / (2 * pairsPerKind));
    const same = index % 2 === 0;
    const firstIdentity = fold * people + stream.below(people);
    const offset = same ? 0 : 1 + stream.below(people - 1);
    const secondIdentity = fold * people + ((firstIdentity + offset) % people);
    const first = imageOf(firstIdentity);
    const second = same ? first - (first % imagesPerPerson) + ((first + 1) % imagesPerPerson) : imageOf(secondIdentity);
    return { first, second, same, fold, firstIdentity, secondIdentity };
  });
  return { embeddings: { data, count, dimension }, pairs };
}
