import { ShapeError } from '@arcface-ts/core';
import { type Embeddings, embeddingNorms } from './embeddings.js';

/**
 * Mean cosine of all pairs of embeddings, near 0 where they point everywhere and 1 where all point one way. It is (|Σu|² − n) / (n² − n) for
 * normalized embeddings u, and 1 less their variance about their mean but for the count's share: K. Mardia and P. Jupp, Directional Statistics,
 * section 9.2, with the mean resultant length R² = |Σu|² / n².
 *
 * @throws ShapeError for fewer than two embeddings
 * @throws NumericError that names the row, for an embedding that has no direction
 */
export function meanCosine(embeddings: Embeddings): number {
  const { data, count, dimension } = embeddings;
  if (count < 2) {
    throw ShapeError.because({ expected: 'two embeddings or more', received: String(count), place: 'meanCosine' });
  }
  const sum = new Float64Array(dimension);
  for (const [row, norm] of embeddingNorms(embeddings).entries()) {
    for (let axis = 0; axis < dimension; axis++) sum[axis]! += data[row * dimension + axis]! / norm;
  }
  const squared = sum.reduce((total, value) => total + value * value, 0);
  return (squared - count) / (count * (count - 1));
}
