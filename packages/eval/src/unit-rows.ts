import { type Embeddings, embeddingNorms } from './embeddings.js';

/** Embeddings of length 1, in float64. */
export interface UnitRows {
  /** [count, dimension] and zeros up to a multiple of three rows, so that the product needs no case for the last ones. */
  readonly data: Float64Array;
  readonly count: number;
  readonly dimension: number;
}

/** Rows of a tile of the product. */
export const tileRows = 3;

/**
 * Rows scaled to length 1.
 *
 * @param rows which rows, in which order; all by default
 * @throws NumericError that names an embedding which is not finite or zero, whether it is wanted or not
 */
export function unitRows(embeddings: Embeddings, rows?: ArrayLike<number>): UnitRows {
  const { data, count, dimension } = embeddings;
  const norms = embeddingNorms(embeddings);
  const wanted = rows ?? { length: count };
  const unit = new Float64Array(Math.ceil(wanted.length / tileRows) * tileRows * dimension);
  for (let index = 0; index < wanted.length; index++) {
    const row = rows ? rows[index]! : index;
    const norm = norms[row]!;
    for (let axis = 0; axis < dimension; axis++) {
      unit[index * dimension + axis] = data[row * dimension + axis]! / norm;
    }
  }
  return { data: unit, count: wanted.length, dimension };
}
