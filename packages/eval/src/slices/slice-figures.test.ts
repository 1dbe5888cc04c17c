import { RandomStream } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { embeddingNorms } from '../embeddings.js';
import { evaluateVerification } from '../evaluate-verification.js';
import { pairDistances } from '../pair-distances.js';
import { drawVerificationSet } from '../testing/draw-verification-set.js';
import { pairsAt, type WantedPair } from '../testing/pairs-at.js';
import type { PairTrait } from './slice-bins.js';
import { sliceFigures } from './slice-figures.js';
import { weakSlices } from './weak-slices.js';

/** Pairs at given distances, each with people of its own. */
function judged(wanted: readonly WantedPair[], threshold = 1) {
  const { pairs } = pairsAt(wanted);
  return { pairs, distances: Float64Array.from(wanted, ({ distance }) => distance), foldThresholds: [1, 1], threshold };
}

function trait(values: readonly number[], edges: PairTrait['edges'] = [1]): PairTrait {
  return { name: 'trait', unit: '', values: Float64Array.from(values), edges };
}

/** 100 same and 100 different pairs; of the first half of each kind 10 are decided wrongly, of the other 40. */
const halves = Array.from({ length: 200 }, (_, index) => {
  const [same, half, place] = [index < 100, Math.floor((index % 100) / 50), index % 50];
  const wrong = place < (half === 0 ? 10 : 40);
  return { pair: { distance: same !== wrong ? 0.5 : 1.5, same, fold: index % 2 }, half };
});

describe('sliceFigures', () => {
  const sliced = sliceFigures(judged(halves.map(({ pair }) => pair)), [trait(halves.map(({ half }) => half))]);
  const [easy, hard] = sliced.traits[0]!.slices;

  it('counts each slice by itself', () => {
    expect(easy).toMatchObject({
      range: { from: null, to: 1 },
      pairs: { same: 50, different: 50 },
      accuracy: { share: 80 / 100 },
      tar: { share: 40 / 50 },
      far: { share: 10 / 50 },
    });
    expect(hard).toMatchObject({ accuracy: { share: 20 / 100 }, tar: { share: 10 / 50 }, far: { share: 40 / 50 } });
    expect(sliced.all).toMatchObject({
      pairs: { same: 100, different: 100 },
      accuracy: { share: 0.5 },
      tar: { share: 0.5 },
      far: { share: 0.5 },
    });
  });

  it('has for pairs of people of their own the interval of so many independent pairs', () => {
    // Binomial: 1.96 · √(p·(1 − p)/n).
    const reach = 1.96 * Math.sqrt((0.8 * 0.2) / 50);
    expect(easy?.tar?.ci95[0]).toBeCloseTo(0.8 - reach, 1);
    expect(easy?.tar?.ci95[1]).toBeCloseTo(0.8 + reach, 1);
  });

  it('calls the half weak in which both errors are more frequent', () => {
    expect(weakSlices(sliced).map(({ slice, figure, here }) => [slice, figure, here.share])).toEqual([
      [hard, 'tar', 10 / 50],
      [hard, 'far', 40 / 50],
    ]);
  });

  it('gives no figure for fewer than 50 pairs, and does not count those of which nothing is known', () => {
    const values = halves.map((_, index) => (index < 49 ? 0 : index < 99 ? 1 : index < 150 ? Number.NaN : 2));
    const { slices, unknown } = sliceFigures(judged(halves.map(({ pair }) => pair)), [trait(values, [1, 2])], {
      resamples: 10,
    }).traits[0]!;
    expect(unknown).toBe(51);
    expect(slices.map(({ pairs }) => [pairs.same, pairs.different])).toEqual([
      [49, 0],
      [50, 0],
      [0, 50],
    ]);
    expect(slices.map(({ accuracy, tar, far }) => [accuracy, tar, far].map(figure => figure !== undefined))).toEqual([
      [false, false, false],
      [true, true, false],
      [true, false, true],
    ]);
  });

  it('bounds an error that did not occur by the rule of three', () => {
    const perfect = halves.map(({ pair }) => ({ ...pair, distance: pair.same ? 0.5 : 1.5 }));
    const { all } = sliceFigures(judged(perfect), [], { resamples: 10 });
    expect(all.tar).toEqual({ share: 1, ci95: [0.97, 1] });
    expect(all.far).toEqual({ share: 0, ci95: [0, 0.03] });
  });

  it('refuses nothing to resample', () => {
    expect(() => sliceFigures(judged(halves.map(({ pair }) => pair)), [], { resamples: 0 })).toThrow(
      'Expected a whole number of resamples, 1 or more but received 0',
    );
  });
});

it('has the accuracy of the protocol on all pairs', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(5), { noise: 1 });
  const { accuracy, folds } = evaluateVerification(embeddings, pairs, { resamples: 200 });
  const { all } = sliceFigures(
    {
      pairs,
      distances: pairDistances(embeddings, embeddingNorms(embeddings), pairs),
      foldThresholds: folds.map(({ threshold }) => threshold),
      threshold: 1,
    },
    [],
    { resamples: 200 },
  );
  // Folds of as many pairs each: the mean over folds is the mean over pairs.
  expect(all.accuracy?.share).toBeCloseTo(accuracy.mean, 12);
  expect(all.accuracy?.ci95[0]).toBeCloseTo(accuracy.ci95[0], 2);
  expect(all.accuracy?.ci95[1]).toBeCloseTo(accuracy.ci95[1], 2);
});

it('calls nothing weak where slices are dealt by chance', () => {
  const stream = RandomStream.fromSeed(6);
  const { embeddings, pairs } = drawVerificationSet(stream.split('set'), { noise: 1, pairsPerKind: 150 });
  const values = Float64Array.from(pairs, () => stream.uniform());
  const sliced = sliceFigures(
    {
      pairs,
      distances: pairDistances(embeddings, embeddingNorms(embeddings), pairs),
      foldThresholds: Array(10).fill(1),
      threshold: 1,
    },
    [{ name: 'chance', unit: '', values, edges: { parts: 4 } }],
    { resamples: 200 },
  );
  expect(weakSlices(sliced)).toEqual([]);
});
