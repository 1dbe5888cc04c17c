import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanCosine } from './mean-cosine.js';

const rowsOf = (rows: readonly (readonly number[])[]) => ({
  data: Float32Array.from(rows.flat()),
  count: rows.length,
  dimension: rows[0]?.length ?? 1,
});

it.each([
  [
    'embeddings that point one way, whatever their lengths',
    [
      [1, 0],
      [7, 0],
      [0.1, 0],
    ],
    1,
  ],
  [
    'two that are at right angles',
    [
      [1, 0],
      [0, 3],
    ],
    0,
  ],
  [
    'two that are opposite',
    [
      [1, 1],
      [-2, -2],
    ],
    -1,
  ],
  [
    'the corners of a triangle',
    [
      [1, 0],
      [-0.5, Math.sqrt(3) / 2],
      [-0.5, -Math.sqrt(3) / 2],
    ],
    -0.5,
  ],
])('of %s', (_, rows, cosine) => {
  expect(meanCosine(rowsOf(rows))).toBeCloseTo(cosine, 6);
});

it('is the mean over all pairs', () => {
  const number = fc.double({ min: 0.1, max: 5, noNaN: true });
  const row = fc.tuple(number, number, fc.double({ min: -5, max: 5, noNaN: true }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 12 }), rows => {
      const cosines = rows.flatMap((a, index) =>
        rows.slice(index + 1).map(b => {
          const product = a.reduce((sum, value, axis) => sum + value * (b[axis] as number), 0);
          return product / (Math.hypot(...a) * Math.hypot(...b));
        }),
      );
      const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
      expect(meanCosine(rowsOf(rows))).toBeCloseTo(mean, 5);
    }),
  );
});

it('refuses one embedding, and one of length 0', () => {
  expect(() => meanCosine(rowsOf([[1, 0]]))).toThrow('Expected two embeddings or more but received 1 (meanCosine).');
  expect(() =>
    meanCosine(
      rowsOf([
        [1, 0],
        [0, 0],
      ]),
    ),
  ).toThrow('a length above zero in embedding 1');
});
