import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateVerification } from './evaluate-verification.js';
import { drawVerificationSet } from './testing/draw-verification-set.js';
import { pairsAt } from './testing/pairs-at.js';
import type { VerificationPair } from './verification-pair.js';

it('does not depend on the order of the pairs', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(1), { folds: 4 });
  // Resamples draw people by the order in which pairs name them: intervals differ as those of other seeds do.
  const figuresOf = (list: readonly VerificationPair[]) => {
    const { accuracy, tarAtFar, uncertainty: _, ...rest } = evaluateVerification(embeddings, list, { resamples: 1 });
    const tars = Object.values(tarAtFar).map(at => at && { ...at, standardError: 0, ci95: 0 });
    return { ...rest, mean: accuracy.mean, std: accuracy.std, tars };
  };
  const figures = figuresOf(pairs);
  fc.assert(
    fc.property(fc.integer(), seed => {
      const shuffled = RandomStream.fromSeed(seed).shuffled(pairs);
      expect(figuresOf(shuffled)).toEqual({ ...figures, dPrime: expect.closeTo(figures.dPrime, 11) });
    }),
    { numRuns: 20 },
  );
});

it('does not depend on the lengths of the embeddings, nor on which image of a pair comes first', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(2), { folds: 3 });
  // Powers of two change no digit of a float.
  const scaled = embeddings.data.map((value, index) => value * 2 ** (Math.floor(index / embeddings.dimension) % 5));
  const turned = pairs.map(pair => ({ ...pair, first: pair.second, second: pair.first }));
  const { meanNorm: _, ...rest } = evaluateVerification(embeddings, pairs, { resamples: 5 });
  expect(evaluateVerification({ ...embeddings, data: scaled }, turned, { resamples: 5 })).toMatchObject(rest);
});

it('chooses the threshold of a fold on the other folds', () => {
  // Fold 0 parts at 1, fold 1 at 2: each is judged by the other's threshold.
  const { embeddings, pairs } = pairsAt([
    { distance: 0.505, same: true, fold: 0 },
    { distance: 1.505, same: false, fold: 0 },
    { distance: 1.755, same: true, fold: 1 },
    { distance: 2.505, same: false, fold: 1 },
  ]);
  expect(evaluateVerification(embeddings, pairs, { resamples: 1 }).folds).toEqual([
    { fold: 0, same: 1, different: 1, accuracy: 0.5, threshold: 176 * 0.01 },
    { fold: 1, same: 1, different: 1, accuracy: 0.5, threshold: 51 * 0.01 },
  ]);
});

it('names the pairless embedding that is NaN as well', () => {
  const { embeddings, pairs } = pairsAt([{ distance: 1, same: true, fold: 0 }]);
  const data = Float32Array.from([...embeddings.data, 1, Number.NaN]);
  expect(() => evaluateVerification({ ...embeddings, data, count: 3 }, pairs)).toThrow('embedding 2 (the first is 0)');
});

it.each([
  [{ falseAcceptRates: [1] }, 'Expected false accept rates above 0 and below 1 but received 1'],
  [{ resamples: 0 }, 'Expected a whole number of resamples, 1 or more but received 0'],
])('refuses options without a meaning', (options, message) => {
  const { embeddings, pairs } = pairsAt([{ distance: 1, same: true, fold: 0 }]);
  expect(() => evaluateVerification(embeddings, pairs, options)).toThrow(message);
});

it('takes well under two seconds of a core for LFW: 6,000 pairs, 1,000 resamples', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(3), {
    pairsPerKind: 300,
    people: 420,
    dimension: 128,
  });
  const start = process.cpuUsage();
  evaluateVerification(embeddings, pairs);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(2000);
});
