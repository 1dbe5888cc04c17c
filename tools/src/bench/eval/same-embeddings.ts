import { readFile } from 'node:fs/promises';
import { ArcfaceError } from '@arcface-ts/core';
import { type Embeddings, embeddingNorms } from '@arcface-ts/eval';

/** Photos whose embeddings both sides write. */
export const checkedPhotos = 64;

/** Below this the sides did not run the same net on the same photos; rounding alone leaves 0.999999. */
const leastCosine = 0.9999;

/** Reads float32 rows as both sides write them. */
export async function readEmbeddings(file: string, dimension: number): Promise<Embeddings> {
  const bytes = await readFile(file);
  const data = new Float32Array(new Uint8Array(bytes).buffer);
  return { data, count: data.length / dimension, dimension };
}

/**
 * Throws an ArcfaceError unless both sides made the same embeddings, in the same order: two speeds of different nets are no comparison.
 * Cosines are taken from the middle of each side's embeddings: those of a net that was never trained are all much alike.
 */
export function checkSameEmbeddings(ours: Embeddings, theirs: Embeddings, place: string): void {
  const form = ({ count, dimension }: Embeddings): string => `${count} embeddings of ${dimension} numbers`;
  if (form(ours) !== form(theirs)) {
    throw ArcfaceError.because({ expected: `${form(ours)}, as on our side`, received: form(theirs), place });
  }
  const cosines = rowCosines(centred(ours), centred(theirs));
  const [least, photo] = cosines.reduce<[number, number]>(
    (found, cosine, i) => (cosine < found[0] ? [cosine, i] : found),
    [Number.POSITIVE_INFINITY, 0],
  );
  if (least >= leastCosine) return;
  throw ArcfaceError.because({
    expected: `cosines of ${leastCosine} or more between the embeddings of both sides`,
    received: `${least.toFixed(6)} for photo ${photo} (the first is 0)`,
    place,
    next: 'The two nets or their weights differ: compare bench/eval/export.py with packages/models.',
  });
}

/** The embeddings less their mean. */
function centred({ data, count, dimension }: Embeddings): Embeddings {
  const mean = new Float64Array(dimension);
  for (const [i, value] of data.entries()) mean[i % dimension]! += value / count;
  return { data: data.map((value, i) => value - (mean[i % dimension] as number)), count, dimension };
}

/** Cosine of each row of one with the same row of the other. */
function rowCosines(one: Embeddings, other: Embeddings): number[] {
  const [ownNorms, otherNorms] = [embeddingNorms(one), embeddingNorms(other)];
  return Array.from({ length: one.count }, (_, row) => {
    let product = 0;
    for (let i = row * one.dimension; i < (row + 1) * one.dimension; i++) {
      product += (one.data[i] as number) * (other.data[i] as number);
    }
    return product / ((ownNorms[row] as number) * (otherNorms[row] as number));
  });
}
