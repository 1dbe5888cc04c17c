import { expect, it } from 'vitest';
import { sliceBins } from './slice-bins.js';

it('puts a value on an edge above it, and what is not known nowhere', () => {
  const { ranges, slice } = sliceBins({ values: Float64Array.of(9.99, 10, 25, Number.NaN, 30, 90), edges: [10, 30] });
  expect([...slice]).toEqual([0, 1, 1, -1, 2, 2]);
  expect(ranges).toEqual([
    { from: null, to: 10 },
    { from: 10, to: 30 },
    { from: 30, to: null },
  ]);
});

it('cuts into slices of as many pairs each', () => {
  const values = Float64Array.from({ length: 40 }, (_, pair) => (pair * 7) % 40);
  const { ranges, slice } = sliceBins({ values, edges: { parts: 4 } });
  expect(ranges.map(({ from }) => from)).toEqual([null, 10, 20, 30]);
  for (const part of [0, 1, 2, 3]) expect(slice.filter(index => index === part)).toHaveLength(10);
});

it('makes no empty slices where most values are equal', () => {
  const { ranges, slice } = sliceBins({ values: Float64Array.of(0, 0, 0, 0, 0, 0, 5, 6), edges: { parts: 4 } });
  expect(ranges).toEqual([
    { from: null, to: 5 },
    { from: 5, to: null },
  ]);
  expect([...slice]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
});

it('has one slice for nothing', () => {
  expect(sliceBins({ values: Float64Array.of(Number.NaN), edges: { parts: 4 } }).ranges).toHaveLength(1);
});
