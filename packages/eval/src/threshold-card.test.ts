import { RandomStream, thresholdCardSchema } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { evaluateVerification } from './evaluate-verification.js';
import { drawVerificationSet } from './testing/draw-verification-set.js';
import { pairsAt, type WantedPair } from './testing/pairs-at.js';
import { thresholdCard } from './threshold-card.js';

const quick = { dataset: 'drawn', resamples: 1 };
const deal = (distances: readonly number[], same: boolean): WantedPair[] =>
  distances.map((distance, index) => ({ distance, same, fold: index % 2 }));

function cardOf(same: readonly number[], different: readonly number[], options: object = {}) {
  const { embeddings, pairs } = pairsAt([...deal(same, true), ...deal(different, false)]);
  return thresholdCard(embeddings, pairs, { ...quick, ...options });
}

it('puts the best threshold halfway between what it parts', () => {
  const { bestAccuracy } = cardOf([0.5, 0.75, 1.5], [1.25, 2, 3]);
  // Below 1: two of three same pairs, no different one; below 1.75 three and one: the first of the two.
  expect(bestAccuracy).toMatchObject({ squaredDistance: expect.closeTo(1, 6), tar: 2 / 3, far: 0, accuracy: 5 / 6 });
  expect(bestAccuracy.cosine).toBe(1 - bestAccuracy.squaredDistance / 2);
});

it('lets as many impostors pass as the FAR allows, and rejects the next', () => {
  const impostors = Array.from({ length: 10 }, (_, index) => 1 + index / 4);
  const { atFar } = cardOf([0.5, 1.6, 3], impostors, { falseAcceptRates: [0.3, 0.299] });
  expect(atFar['3e-1']).toMatchObject({
    squaredDistance: expect.closeTo(1.75, 6),
    far: 0.3,
    tar: 2 / 3,
    impostorPairs: 3,
  });
  expect(Object.keys(atFar)).toEqual(['3e-1']);
});

it('rejects all of many impostors at one distance where fewer may pass', () => {
  const { atFar } = cardOf(
    [0.5, 1.6],
    Array.from({ length: 20 }, () => 1.5),
    { falseAcceptRates: [0.5] },
  );
  expect(atFar['5e-1']).toMatchObject({ far: 0, tar: 0.5, squaredDistance: expect.closeTo(1.5, 6) });
});

describe.each([0.05, 0.8, 40])('with noise %s', noise => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(51), { noise });
  const card = thresholdCard(embeddings, pairs, { dataset: 'drawn', resamples: 100 });

  it('keeps the contract of core, after a trip through JSON', () => {
    expect(thresholdCardSchema.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  it('has the accuracy that is best on these very pairs', () => {
    const { seedStyleBestAccuracy } = evaluateVerification(embeddings, pairs, { resamples: 1 });
    expect(card.bestAccuracy.accuracy).toBe(seedStyleBestAccuracy);
  });

  it('has thresholds in their intervals, the same ones as distances and as cosines', () => {
    for (const point of [card.bestAccuracy, card.atFar['1e-2'] as typeof card.bestAccuracy]) {
      const [low, high] = point.squaredDistanceCi95;
      expect(low).toBeLessThanOrEqual(point.squaredDistance);
      expect(high).toBeGreaterThanOrEqual(point.squaredDistance);
      expect(point.cosineCi95).toEqual([1 - high / 2, 1 - low / 2]);
    }
  });
});

it('keeps to the contract where all are opposite', () => {
  const card = cardOf([4, 4], [4, 4, 4, 4], { falseAcceptRates: [0.8] });
  expect(thresholdCardSchema.safeParse(card).success).toBe(true);
  expect(card.bestAccuracy).toMatchObject({ tar: 0, far: 0, accuracy: 4 / 6 });
});

it('repeats itself for one seed', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(52), { noise: 1 });
  const cardFor = (seed: number) =>
    thresholdCard(embeddings, pairs, { dataset: 'drawn', resamples: 30, random: RandomStream.fromSeed(seed) });
  expect(cardFor(1)).toEqual(cardFor(1));
  expect(cardFor(1)).not.toEqual(cardFor(2));
});

it.each([
  [{ falseAcceptRates: [0] }, 'received 0 (thresholdCard, falseAcceptRates)'],
  [{ resamples: 1.5 }, 'received 1.5 (thresholdCard, resamples)'],
])('refuses %j', (options, message) => {
  expect(() => cardOf([1, 1], [2, 2], options)).toThrow(message);
});
