import { type Batch, NumericError, ShapeError } from '@arcface-ts/core';

/** Row i is the embedding of image i. */
export interface Embeddings {
  /** [count, dimension], row-major. */
  readonly data: Float32Array;
  readonly count: number;
  readonly dimension: number;
}

/**
 * What an evaluator gets in place of a model: row i of the answer is e(image) + e(mirror image) of the i-th image over
 * all batches, not normalized. It releases each batch once it has read it.
 */
export type Embed = (batches: AsyncIterable<Batch>) => Promise<Embeddings>;

/**
 * e(image) + e(mirror image), both as the model gave them: normalized first, a blurred view would weigh as much as a
 * sharp one. https://github.com/deepinsight/insightface, arcface_torch/eval/verification.py, `test`.
 *
 * @throws ShapeError when the two differ in count or dimension
 */
export function addMirrored(images: Embeddings, mirrored: Embeddings): Embeddings {
  if (images.count !== mirrored.count || images.dimension !== mirrored.dimension) {
    throw ShapeError.because({
      expected: `mirrored embeddings of shape [${images.count}, ${images.dimension}]`,
      received: `[${mirrored.count}, ${mirrored.dimension}]`,
      place: 'addMirrored',
      next: 'Embed each image and its mirror image with the same model.',
    });
  }
  const other = mirrored.data;
  return { ...images, data: images.data.map((value, index) => value + (other[index] as number)) };
}

/**
 * Length of each row, in float64.
 *
 * @throws ShapeError when data is not [count, dimension]
 * @throws NumericError that names the row, when it holds NaN or an infinite number, or is zero and so has no direction
 */
export function embeddingNorms({ data, count, dimension }: Embeddings): Float64Array {
  if (data.length !== count * dimension || dimension < 1) {
    throw ShapeError.because({
      expected: `embeddings of shape [${count}, ${dimension}], dimension 1 or more`,
      received: `${data.length} numbers`,
      place: 'embeddingNorms',
      next: 'Pass one row of `dimension` numbers for each of the `count` images.',
    });
  }
  return Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let index = row * dimension; index < (row + 1) * dimension; index++) sum += (data[index] as number) ** 2;
    if (!Number.isFinite(sum)) throw badRow(row, 'finite numbers', nonFiniteEntry(data, row, dimension));
    if (sum === 0) throw badRow(row, 'a length above zero', 'only zeros');
    return Math.sqrt(sum);
  });
}

function nonFiniteEntry(data: Float32Array, row: number, dimension: number): string {
  const values = data.subarray(row * dimension, (row + 1) * dimension);
  const column = values.findIndex(value => !Number.isFinite(value));
  return `${values[column]} at [${row}, ${column}]`;
}

function badRow(row: number, expected: string, received: string): NumericError {
  return NumericError.because({
    expected: `${expected} in embedding ${row} (the first is 0)`,
    received,
    place: 'embeddingNorms',
    next: 'Look at this image and at the weights: a training that diverged leaves NaN in them.',
  });
}
