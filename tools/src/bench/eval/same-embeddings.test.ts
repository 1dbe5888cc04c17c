import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { checkSameEmbeddings, readEmbeddings } from './same-embeddings.js';

const [count, dimension] = [8, 16];

/** Embeddings that are much alike, as those of a net that was never trained. */
function alike(name: string) {
  const stream = RandomStream.fromSeed(name);
  const data = Float32Array.from({ length: count * dimension }, () => 100 + stream.normal());
  return { data, count, dimension };
}

it('lets pass what differs by rounding', () => {
  const ours = alike('one');
  const theirs = { ...ours, data: ours.data.map(value => value * (1 + 1e-6)) };
  expect(() => checkSameEmbeddings(ours, theirs, 'here')).not.toThrow();
});

it('tells other embeddings apart, however small the angles between all of them are', () => {
  expect(() => checkSameEmbeddings(alike('one'), alike('two'), 'here')).toThrow(
    /^Expected cosines of 0\.9999 or more between the embeddings of both sides but received -?0\.\d+ for photo \d/,
  );
});

it('tells another order of the photos', () => {
  const ours = alike('one');
  const swapped = ours.data.slice();
  swapped.set(ours.data.subarray(0, dimension), dimension);
  swapped.set(ours.data.subarray(dimension, 2 * dimension), 0);
  expect(() => checkSameEmbeddings(ours, { ...ours, data: swapped }, 'here')).toThrow('between the embeddings of both');
});

it('tells another number of photos', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'arcface-test-'));
  try {
    const file = join(folder, 'ours.f32');
    const ours = alike('one');
    await writeFile(file, ours.data.subarray(dimension));
    const read = await readEmbeddings(file, dimension);
    expect(read.data).toEqual(ours.data.slice(dimension));
    expect(() => checkSameEmbeddings(ours, read, 'here')).toThrow(
      'Expected 8 embeddings of 16 numbers, as on our side but received 7 embeddings of 16 numbers (here)',
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
