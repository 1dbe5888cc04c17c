import { expect, it } from 'vitest';
import { addMirrored, embeddingNorms } from './embeddings.js';

const rows = (...data: number[]) => ({ data: Float32Array.from(data), count: data.length / 2, dimension: 2 });

it('adds the two views without normalizing either', () => {
  expect(addMirrored(rows(3, 4, 10, 0), rows(1, -1, 0, 0.5))).toEqual(rows(4, 3, 10, 0.5));
});

it('refuses mirrored embeddings of another count', () => {
  expect(() => addMirrored(rows(1, 2, 3, 4), rows(1, 2))).toThrow(
    'Expected mirrored embeddings of shape [2, 2] but received [1, 2] (addMirrored).',
  );
});

it('measures each row', () => {
  expect([...embeddingNorms(rows(3, 4, 0, 2))]).toEqual([5, 2]);
});

it('does not overflow or vanish at the ends of float32', () => {
  const [large, small] = [3e38, 1e-44].map(Math.fround) as [number, number];
  const [first, second] = embeddingNorms(rows(large, large, small, 0)) as unknown as [number, number];
  expect(first / large).toBeCloseTo(Math.SQRT2, 12);
  expect(second / small).toBeCloseTo(1, 12);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('names the row that holds %s', value => {
  expect(() => embeddingNorms(rows(1, 2, 3, 4, 5, value))).toThrow(
    `Expected finite numbers in embedding 2 (the first is 0) but received ${value} at [2, 1]`,
  );
});

it('names the row that is zero', () => {
  expect(() => embeddingNorms(rows(1, 2, 0, 0))).toThrow(
    'Expected a length above zero in embedding 1 (the first is 0) but received only zeros',
  );
});

it('refuses data that is not count rows', () => {
  expect(() => embeddingNorms({ data: new Float32Array(7), count: 2, dimension: 4 })).toThrow(
    'Expected embeddings of shape [2, 4], dimension 1 or more but received 7 numbers',
  );
});
