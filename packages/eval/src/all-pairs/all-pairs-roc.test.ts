import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc, equalErrorRate } from '../accepted-figures.js';
import type { Embeddings } from '../embeddings.js';
import { acceptedOnce, orderPairs } from '../ordered-pairs.js';
import { errorsAllowed } from '../rule-of-three.js';
import { drawPeople } from '../testing/draw-people.js';
import { unitRows } from '../unit-rows.js';
import { allPairsRoc } from './all-pairs-roc.js';

/** Every pair, one after the other. */
function bruteForce(embeddings: Embeddings, labels: readonly number[]): { cosine: number; same: boolean }[] {
  const { data, dimension } = unitRows(embeddings);
  return labels.flatMap((label, i) =>
    labels.slice(i + 1).map((other, offset) => {
      let cosine = 0;
      for (let axis = 0; axis < dimension; axis++) {
        cosine += (data[i * dimension + axis] as number) * (data[(i + 1 + offset) * dimension + axis] as number);
      }
      return { cosine, same: label === other };
    }),
  );
}

const share = (pairs: readonly { cosine: number }[], from: number) =>
  pairs.filter(({ cosine }) => cosine >= from).length / pairs.length;

const people = fc
  .record({
    seed: fc.integer(),
    labels: fc.array(fc.nat(6), { minLength: 3, maxLength: 40 }),
    noise: fc.constantFrom(0.1, 1, 5),
  })
  .filter(({ labels }) => new Set(labels).size > 1 && new Set(labels).size < labels.length);

describe('against every pair counted by itself', () => {
  const check = (test: (set: { embeddings: Embeddings; labels: number[] }) => void) =>
    fc.assert(
      fc.property(people, ({ seed, labels, noise }) => {
        test({ embeddings: drawPeople(RandomStream.fromSeed(seed), labels, { noise }), labels });
      }),
      // Each walks through a quarter of a million bins a few times.
      { numRuns: 25 },
    );

  it('has as many pairs, and the shares at each threshold', () => {
    check(({ embeddings, labels }) => {
      const pairs = bruteForce(embeddings, labels);
      const [same, different] = [pairs.filter(pair => pair.same), pairs.filter(pair => !pair.same)];
      const measured = allPairsRoc(embeddings, labels);
      expect(measured.pairs).toEqual({ same: same.length, different: different.length });
      for (const [index, threshold] of measured.roc.threshold.entries()) {
        expect(measured.roc.tar[index]).toBe(share(same, 1 - threshold / 2));
        expect(measured.roc.far[index]).toBe(share(different, 1 - threshold / 2));
      }
    });
  });

  it('has the AUC to its own bound, and the EER to a bin', () => {
    check(({ embeddings, labels }) => {
      const pairs = bruteForce(embeddings, labels);
      const exact = acceptedOnce(
        orderPairs(
          Float64Array.from(pairs, ({ cosine }) => -cosine),
          Uint8Array.from(pairs, ({ same }) => Number(same)),
        ),
      );
      const measured = allPairsRoc(embeddings, labels);
      expect(Math.abs(measured.auc - areaUnderRoc(exact))).toBeLessThanOrEqual(measured.aucError + 1e-15);
      // Where no bin holds both kinds, the order of the bins is that of the pairs.
      if (measured.aucError === 0) expect(measured.eer).toBeCloseTo(equalErrorRate(exact), 12);
    });
  });

  it('lets no more impostors pass than a FAR allows, and a bin further more', () => {
    check(({ embeddings, labels }) => {
      const pairs = bruteForce(embeddings, labels);
      const [same, different] = [pairs.filter(pair => pair.same), pairs.filter(pair => !pair.same)];
      const measured = allPairsRoc(embeddings, labels, { falseAcceptRates: [0.1, 0.4] });
      for (const [name, at] of Object.entries(measured.tarAtFar)) {
        const allowed = errorsAllowed(Number(name), different.length);
        if (!at) return expect(allowed).toBeUndefined();
        expect([at.impostorPairs, at.far, at.tar]).toEqual([
          allowed,
          share(different, at.cosine),
          share(same, at.cosine),
        ]);
        expect(at.far * different.length).toBeLessThanOrEqual((allowed as number) + 1e-9);
        const further = at.cosine - 2 ** -17;
        expect(share(different, further)).toBeGreaterThan(at.far);
        expect(at.tarAtMost).toBe(share(same, further));
      }
    });
  });
});

it('says that nothing separates people who all look the same', () => {
  const embeddings = { data: new Float32Array(40 * 3).fill(0.3), count: 40, dimension: 3 };
  const measured = allPairsRoc(
    embeddings,
    Array.from({ length: 40 }, (_, row) => row >> 1),
  );
  expect(measured).toMatchObject({ auc: 0.5, aucError: 0.5, eer: 0.5 });
  expect(measured.tarAtFar['1e-1']).toMatchObject({ tar: 0, far: 0, tarAtMost: 1 });
});

it('gives a FAR of 1e-4 from 30,000 impostor pairs on, and 1e-6 not', () => {
  const labels = Array.from({ length: 260 }, (_, row) => row >> 2);
  const { tarAtFar, pairs } = allPairsRoc(drawPeople(RandomStream.fromSeed(1), labels), labels);
  expect(pairs.different).toBe((260 * 256) / 2);
  expect(tarAtFar['1e-4']).toMatchObject({ impostorPairs: 3 });
  expect([tarAtFar['1e-5'], tarAtFar['1e-6']]).toEqual([undefined, undefined]);
});

it('does not depend on the order of the images', () => {
  const stream = RandomStream.fromSeed(2);
  const labels = Array.from({ length: 300 }, () => stream.below(60));
  const { data, dimension, count } = drawPeople(stream, labels);
  const order = stream.shuffled(labels.keys());
  const shuffled = order.flatMap(row => [...data.subarray(row * dimension, (row + 1) * dimension)]);
  expect(
    allPairsRoc(
      { data: Float32Array.from(shuffled), dimension, count },
      order.map(row => labels[row] as number),
    ),
  ).toEqual(allPairsRoc({ data, dimension, count }, labels));
});

it('draws a curve that a plot can take from nothing to everything', () => {
  const labels = Array.from({ length: 600 }, (_, row) => row >> 1);
  const { roc } = allPairsRoc(drawPeople(RandomStream.fromSeed(3), labels), labels);
  expect([roc.far[0], roc.tar[0], roc.far.at(-1), roc.tar.at(-1)]).toEqual([0, 0, 1, 1]);
  expect(roc.far.length).toBeLessThan(1500);
  const gaps = roc.far.slice(1).map((far, index) => far - (roc.far[index] as number));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
});

it.each([
  [[0, 1, 2], 'Expected two images of one person and images of two people but received 0 same and 3 different pairs'],
  [[4, 4, 4], '3 same and 0 different pairs'],
  [[0, 0], 'Expected labels of shape [3], one for each embedding but received [2] (allPairsRoc).'],
  [[0, 0, 0.5], 'Expected whole numbers as labels but received 0.5 (allPairsRoc, label 2 (the first is 0)).'],
])('refuses labels %j', (labels, message) => {
  const embeddings = { data: Float32Array.of(1, 0, 0, 1, 1, 1), count: 3, dimension: 2 };
  expect(() => allPairsRoc(embeddings, labels)).toThrow(message);
});

it('refuses a FAR of 1', () => {
  const embeddings = { data: Float32Array.of(1, 0, 0, 1, 1, 1), count: 3, dimension: 2 };
  expect(() => allPairsRoc(embeddings, [0, 0, 1], { falseAcceptRates: [1] })).toThrow(
    'Expected false accept rates above 0 and below 1 but received 1',
  );
});
