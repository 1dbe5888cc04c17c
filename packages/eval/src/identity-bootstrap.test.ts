import { RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { weightedAccuracy } from './cross-validated-accuracy.js';
import { evaluateVerification } from './evaluate-verification.js';
import { identityBootstrap, type Uncertainty } from './identity-bootstrap.js';
import { drawVerificationSet } from './testing/draw-verification-set.js';
import type { PairColumns } from './verification-pair.js';

const stream = RandomStream.fromSeed(11);

it('holds the accuracy in its interval', () => {
  const { embeddings, pairs } = drawVerificationSet(stream.split('interval'), { noise: 1 });
  const { mean, ci95 } = evaluateVerification(embeddings, pairs).accuracy;
  expect(ci95[0]).toBeLessThan(mean);
  expect(ci95[1]).toBeGreaterThan(mean);
});

it('repeats itself for one seed and not for another', () => {
  const { embeddings, pairs } = drawVerificationSet(stream.split('seed'), { noise: 1 });
  const accuracyFor = (seed: number) =>
    evaluateVerification(embeddings, pairs, { resamples: 50, random: RandomStream.fromSeed(seed) }).accuracy;
  expect(accuracyFor(1)).toEqual(accuracyFor(1));
  expect(accuracyFor(1)).not.toEqual(accuracyFor(2));
});

/** One fold of pairs of one kind, each with people of its own; every fourth is decided wrongly. */
function ownPeople(kind: 'same' | 'different', count: number): { columns: PairColumns; correct: Uint8Array } {
  const step = kind === 'same' ? 1 : 2;
  const columns = {
    count,
    same: new Uint8Array(count).fill(kind === 'same' ? 1 : 0),
    fold: new Uint32Array(count),
    foldNumbers: [0],
    firstIdentity: Uint32Array.from({ length: count }, (_, pair) => pair * step),
    secondIdentity: Uint32Array.from({ length: count }, (_, pair) => pair * step + step - 1),
    identities: count * step,
  };
  return { columns, correct: Uint8Array.from({ length: count }, (_, pair) => Number(pair % 4 !== 0)) };
}

// The weight of a pair, 1 in the mean, has variance 1 when it is one multiplicity and 2·2 − 1 = 3 as a product of two.
it.each([
  ['same', 1],
  ['different', Math.sqrt(3)],
] as const)('gives %s pairs that share nobody %f binomial standard errors', (kind, factor) => {
  const count = 1000;
  const { columns, correct } = ownPeople(kind, count);
  const measure = (weights: Float64Array) => [weightedAccuracy(columns, correct, weights)];
  const [accuracy] = identityBootstrap(columns, measure, { random: stream.split(kind), resamples: 2000 });
  expect((accuracy as Uncertainty).standardError / Math.sqrt((0.75 * 0.25) / count) / factor).toBeCloseTo(1, 1);
});

it('is wider when the same number of pairs is drawn from fewer people', () => {
  const errorWith = (people: number) => {
    const { embeddings, pairs } = drawVerificationSet(stream.split('people', people), {
      people,
      noise: 1.1,
      dimension: 8,
    });
    return evaluateVerification(embeddings, pairs).accuracy.standardError;
  };
  expect(errorWith(4)).toBeGreaterThan(1.3 * errorWith(400));
});

it('copes with resamples in which whole folds are missing', () => {
  const { embeddings, pairs } = drawVerificationSet(stream.split('few'), { folds: 2, people: 2, pairsPerKind: 1 });
  const { standardError, ci95 } = evaluateVerification(embeddings, pairs).accuracy;
  for (const value of [standardError, ...ci95]) expect(value).toSatisfy(Number.isFinite);
});
