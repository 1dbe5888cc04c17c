import type { RandomStream } from '@arcface-ts/core';
import type { Embeddings } from '../embeddings.js';

/** Embeddings around one centre for each label. */
export function drawPeople(
  stream: RandomStream,
  labels: readonly number[],
  { noise = 0.8, dimension = 8 } = {},
): Embeddings {
  const centres = new Map<number, number[]>();
  const rows = labels.flatMap(label => {
    const centre = centres.get(label) ?? Array.from({ length: dimension }, () => stream.normal());
    centres.set(label, centre);
    return centre.map(value => value + noise * stream.normal());
  });
  return { data: Float32Array.from(rows), count: labels.length, dimension };
}
