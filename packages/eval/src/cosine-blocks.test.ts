import { RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { forEachCosineBlock } from './cosine-blocks.js';
import { type UnitRows, unitRows } from './unit-rows.js';

function drawRows(seed: number, count: number, dimension: number): UnitRows {
  const stream = RandomStream.fromSeed(seed);
  return unitRows({ data: Float32Array.from({ length: count * dimension }, () => stream.normal()), count, dimension });
}

function plainCosine(left: UnitRows, i: number, right: UnitRows, j: number): number {
  let sum = 0;
  for (let axis = 0; axis < left.dimension; axis++) {
    sum += (left.data[i * left.dimension + axis] as number) * (right.data[j * left.dimension + axis] as number);
  }
  return sum;
}

// Around the rows of a tile, 3, and of a block, 96.
it.each([
  [1, 1],
  [2, 4],
  [3, 97],
  [95, 96],
  [193, 100],
])('gives each cosine of %i by %i rows once, as a plain loop does', (rows, columns) => {
  const [left, right] = [drawRows(1, rows, 7), drawRows(2, columns, 7)];
  const seen = new Float64Array(rows * columns);
  const times = new Uint8Array(rows * columns);
  forEachCosineBlock(left, right, block => {
    for (let i = 0; i < block.left.count; i++) {
      for (let j = 0; j < block.right.count; j++) {
        const at = (block.left.start + i) * columns + block.right.start + j;
        seen[at] = block.cosines[i * block.stride + j] as number;
        times[at]!++;
      }
    }
  });
  expect(times).toEqual(times.map(() => 1));
  expect(seen).toEqual(seen.map((_, at) => plainCosine(left, Math.floor(at / columns), right, at % columns)));
});

it('takes the rows that are asked for, in their order', () => {
  const embeddings = { data: Float32Array.of(3, 4, 0, 2, 5, 12), count: 3, dimension: 2 };
  const { data, count } = unitRows(embeddings, [2, 0]);
  expect(count).toBe(2);
  expect([...data.subarray(0, 4)]).toEqual([5 / 13, 12 / 13, 3 / 5, 4 / 5]);
});

it('names a row that is zero', () => {
  expect(() => unitRows({ data: Float32Array.of(3, 4, 0, 0), count: 2, dimension: 2 })).toThrow(
    'Expected a length above zero in embedding 1 (the first is 0) but received only zeros',
  );
});
