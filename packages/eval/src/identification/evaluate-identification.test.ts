import { RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { drawPeople } from '../testing/draw-people.js';
import { evaluateIdentification } from './evaluate-identification.js';

/** Unit vectors in the plane at these angles. */
function atDegrees(...angles: number[]) {
  const data = Float32Array.from(
    angles.flatMap(angle => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
  );
  return { data, count: angles.length, dimension: 2 };
}

it('ranks the mate among the gallery', () => {
  // Gallery at 0, 40 and 90 degrees; searches at 10 (mate 0: first), 70 (mate 40: second after 90), 30 (mate 90: third).
  const embeddings = atDegrees(0, 40, 90, 10, 70, 30);
  const { cmc, rank1, rank5, gallery, searches } = evaluateIdentification(embeddings, [1, 2, 3, 1, 2, 3]);
  expect(cmc).toEqual([1 / 3, 2 / 3, 1]);
  expect({ rank1, rank5, gallery, searches }).toEqual({
    rank1: 1 / 3,
    rank5: 1,
    gallery: 3,
    searches: { mated: 3, nonMated: 0 },
  });
});

it('takes the threshold from the searches for nobody, and asks the mate to be first and above it', () => {
  // Enrolled: 1 at 0 degrees, 2 at 90. Mated: at 5, 30 and 60 for 1, where 2 is nearer to the last; at 85 for 2.
  const mated = [5, 30, 60, 85];
  // Ten searches for nobody, nearest to 1: at -10, -20, … -100 degrees. Three may pass: the threshold is cos 40°.
  const nobody = Array.from({ length: 10 }, (_, index) => -10 * (index + 1));
  const labels = [1, 2, 1, 1, 1, 2, ...nobody.map((_, index) => 100 + index)];
  const { tpirAtFpir } = evaluateIdentification(atDegrees(0, 90, ...mated, ...nobody), labels, {
    falsePositiveRates: [0.3, 0.299],
  });
  expect(tpirAtFpir['3e-1']).toEqual({
    tpir: 3 / 4,
    fpir: 3 / 10,
    cosine: expect.closeTo(Math.cos((40 * Math.PI) / 180), 6),
    nonMatedSearches: 3,
  });
  expect(tpirAtFpir['2.99e-1']).toBeUndefined();
});

it('lets nobody pass where that many searches for nobody are equally near', () => {
  const labels = [1, 1, ...Array.from({ length: 10 }, (_, index) => 100 + index)];
  const { tpirAtFpir } = evaluateIdentification(atDegrees(0, 1, ...labels.slice(2).map(() => 20)), labels, {
    falsePositiveRates: [0.5],
  });
  expect(tpirAtFpir['5e-1']).toMatchObject({ fpir: 0, tpir: 1, nonMatedSearches: 5 });
});

it('finds nobody by embeddings that are all the same', () => {
  const labels = Array.from({ length: 100 }, (_, row) => (row < 60 ? row >> 1 : row));
  const same = { data: new Float32Array(300).fill(0.7), count: 100, dimension: 3 };
  const { rank1, rank5, cmc, tpirAtFpir } = evaluateIdentification(same, labels);
  expect({ rank1, rank5, last: cmc.at(-1) }).toEqual({ rank1: 0, rank5: 0, last: 1 });
  expect(tpirAtFpir['1e-1']).toMatchObject({ tpir: 0, fpir: 0 });
});

it('does not depend on the lengths of the embeddings', () => {
  const stream = RandomStream.fromSeed(41);
  const labels = Array.from({ length: 400 }, () => stream.below(150));
  const embeddings = drawPeople(stream, labels);
  // Powers of two change no digit of a float.
  const data = embeddings.data.map((value, index) => value * 2 ** (Math.floor(index / embeddings.dimension) % 5));
  expect(evaluateIdentification({ ...embeddings, data }, labels)).toEqual(evaluateIdentification(embeddings, labels));
});

it('has a TPIR that rises with the FPIR and stays below rank 1', () => {
  const stream = RandomStream.fromSeed(42);
  const labels = Array.from({ length: 900 }, () => stream.below(600));
  const { tpirAtFpir, rank1 } = evaluateIdentification(drawPeople(stream, labels, { noise: 0.5 }), labels, {
    falsePositiveRates: [0.02, 0.1, 0.5, 0.9],
  });
  const tpirs = Object.values(tpirAtFpir).map(at => at?.tpir as number);
  expect([...tpirs, rank1]).toEqual([...tpirs, rank1].toSorted((a, b) => a - b));
  expect(tpirs[0]).toBeLessThan(rank1);
});

it.each([
  [
    { falsePositiveRates: [0] },
    [1, 1],
    'Expected false positive identification rates above 0 and below 1 but received 0',
  ],
  [{}, [1], 'Expected labels of shape [2], one for each embedding but received [1]'],
])('refuses %j', (options, labels, message) => {
  expect(() => evaluateIdentification(atDegrees(0, 1), labels, options)).toThrow(message);
});

it('names an embedding that is not finite', () => {
  const embeddings = { data: Float32Array.of(1, 0, 1, Number.NaN), count: 2, dimension: 2 };
  expect(() => evaluateIdentification(embeddings, [1, 1])).toThrow('embedding 1 (the first is 0) but received NaN');
});
