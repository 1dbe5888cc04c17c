import type { RandomStream } from '@arcface-ts/core';
import type { Embeddings, VerificationPair } from '@arcface-ts/eval';

/** What is drawn: as many photos and people as a set has. */
export interface DrawnSize {
  readonly photos: number;
  readonly people: number;
  readonly dimension: number;
}

/** How far the photos of a person lie apart, to one that people do: some pairs are then decided wrongly, as with a real net. */
const noise = 1.2;

/** Embeddings of people, each with a direction of their own: person `i % people` is on photo i. */
export function drawnEmbeddings({ photos, people, dimension }: DrawnSize, stream: RandomStream): Embeddings {
  const centres = Float32Array.from({ length: people * dimension }, () => stream.normal());
  const data = Float32Array.from({ length: photos * dimension }, (_, i) => {
    const person = Math.floor(i / dimension) % people;
    return (centres[person * dimension + (i % dimension)] as number) + noise * stream.normal();
  });
  return { data, count: photos, dimension };
}

/** Pairs in the form of LFW's list: folds of as many same as different ones. People with one photo are in different pairs alone. */
export function drawnPairs(
  { photos, people }: DrawnSize,
  { folds, pairsPerKind }: { folds: number; pairsPerKind: number },
  stream: RandomStream,
): VerificationPair[] {
  const withTwo = Math.min(people, photos - people);
  return Array.from({ length: folds * 2 * pairsPerKind }, (_, index) => {
    const fold = Math.floor(index / (2 * pairsPerKind));
    const same = index % 2 === 0;
    const firstIdentity = stream.below(same ? withTwo : people);
    const secondIdentity = same ? firstIdentity : (firstIdentity + 1 + stream.below(people - 1)) % people;
    const second = same ? firstIdentity + people : secondIdentity;
    return { first: firstIdentity, second, same, fold, firstIdentity, secondIdentity };
  });
}
