import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detCurve } from './det-curve.js';
import { embeddingNorms } from './embeddings.js';
import { evaluateVerification } from './evaluate-verification.js';
import { pairDistances } from './pair-distances.js';
import { thresholdCard } from './threshold-card.js';
import type { VerificationPair } from './verification-pair.js';

type GoldenPair = [first: number, second: number, same: number, fold: number];

interface Golden {
  dimension: number;
  imagesAnIdentity: number;
  folds: number;
  cases: {
    name: string;
    embeddings: number[];
    /** Null stands for every pair of two images, in folds by the sum of their rows. */
    pairs: GoldenPair[] | null;
    expected: {
      distances: number[];
      foldAccuracies: number[];
      accuracy: number;
      std: number;
      thresholds: number[];
      tarAtFar: Record<string, { tar: number; tarStd: number; heldOutFar: number; threshold: number } | null>;
      auc: number;
      eer: number;
      dPrime: number;
      det: { points: number; every29th: [far: number, frr: number, probitFar: number, probitFrr: number][] };
      chosen: { best: number; atFar: Record<string, number | null> };
      seedStyleBestAccuracy: number;
      meanNorm: number;
    };
  }[];
  /** Sets that scikit-learn refuses, or answers with NaN; null stands for NaN. */
  refused: { name: string; embeddings: (number | null)[]; pairs: GoldenPair[]; reference: string }[];
}

// Written by fixtures/make_golden.py with numpy, SciPy and scikit-learn.
const golden: Golden = JSON.parse(readFileSync(new URL('../fixtures/golden.json', import.meta.url), 'utf8'));

function rowsOf(embeddings: readonly (number | null)[]) {
  const data = Float32Array.from(embeddings, value => value ?? Number.NaN);
  return { data, count: data.length / golden.dimension, dimension: golden.dimension };
}

const identity = (row: number) => Math.floor(row / golden.imagesAnIdentity);

function pairsOf(pairs: readonly GoldenPair[] | null, images: number): VerificationPair[] {
  const rows = Array.from({ length: images }, (_, row) => row);
  const all = rows.flatMap(first =>
    rows
      .slice(first + 1)
      .map(
        (second): GoldenPair => [
          first,
          second,
          Number(identity(first) === identity(second)),
          (first + second) % golden.folds,
        ],
      ),
  );
  return (pairs ?? all).map(([first, second, same, fold]) => ({
    first,
    second,
    same: same === 1,
    fold,
    firstIdentity: identity(first),
    secondIdentity: identity(second),
  }));
}

describe.each(golden.cases)('as the reference on embeddings that are $name', ({ embeddings, pairs, expected }) => {
  const rows = rowsOf(embeddings);
  const list = pairsOf(pairs, rows.count);
  const measured = evaluateVerification(rows, list, { resamples: 10 });

  it('measures the same distances', () => {
    const first = list.slice(0, expected.distances.length);
    expect([...pairDistances(rows, embeddingNorms(rows), first)]).toEqual(expected.distances);
  });

  it('has the same accuracies and thresholds, to the last digit', () => {
    expect(measured.folds.map(fold => fold.accuracy)).toEqual(expected.foldAccuracies);
    expect(measured.folds.map(fold => fold.threshold)).toEqual(expected.thresholds);
    expect(measured.accuracy).toMatchObject({ mean: expected.accuracy, std: expected.std });
  });

  it.each(Object.entries(expected.tarAtFar))('has the same TAR at FAR %s, or the same gap', (far, at) => {
    const ours = measured.tarAtFar[far];
    if (at === null) return expect(ours).toBeUndefined();
    // SciPy interpolates with B-splines, whose rounding differs.
    return expect(ours).toMatchObject({ ...at, threshold: expect.closeTo(at.threshold, 12) });
  });

  it('has the same AUC, EER, d′, best accuracy and mean norm', () => {
    expect(measured).toMatchObject({
      auc: expect.closeTo(expected.auc, 12),
      eer: expect.closeTo(expected.eer, 12),
      dPrime: expect.closeTo(expected.dPrime, 11),
      seedStyleBestAccuracy: expected.seedStyleBestAccuracy,
      meanNorm: expected.meanNorm,
    });
  });

  it('has the same DET curve', () => {
    const { far, frr, probitFar, probitFrr } = detCurve(measured.roc);
    expect(far).toHaveLength(expected.det.points);
    const sampled = far.flatMap((rate, index) =>
      index % 29 === 0 ? [[rate, frr[index], probitFar[index], probitFrr[index]] as number[]] : [],
    );
    // FRR is 1 − TAR here and counted there; the probits are of two approximations.
    const close = expected.det.every29th.map(([far, ...rest]) => [far, ...rest.map(value => expect.closeTo(value, 9))]);
    expect(sampled).toEqual(close);
  });

  it('chooses the same thresholds to deploy, to the last digit', () => {
    const falseAcceptRates = Object.keys(expected.chosen.atFar).map(Number);
    const card = thresholdCard(rows, list, { dataset: 'golden', falseAcceptRates, resamples: 1 });
    expect(card.bestAccuracy.squaredDistance).toBe(expected.chosen.best);
    for (const [far, threshold] of Object.entries(expected.chosen.atFar)) {
      expect(card.atFar[far]?.squaredDistance ?? null).toBe(threshold);
    }
  });
});

const messages: Record<string, string> = {
  'an embedding with NaN': 'Expected finite numbers in embedding',
  'same pairs alone': 'Expected same pairs and different pairs but received 20 same and 0 different',
  'different pairs alone': 'Expected same pairs and different pairs but received 0 same and 20 different',
};

it.each(golden.refused)('refuses $name, of which the reference says: $reference', ({ name, embeddings, pairs }) => {
  const rows = rowsOf(embeddings);
  const list = pairsOf(pairs, rows.count);
  expect(() => evaluateVerification(rows, list)).toThrow(messages[name]);
  expect(() => thresholdCard(rows, list, { dataset: 'golden' })).toThrow(messages[name]);
});
