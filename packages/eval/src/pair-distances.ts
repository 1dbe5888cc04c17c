import type { Embeddings } from './embeddings.js';
import type { VerificationPair } from './verification-pair.js';

/**
 * Squared Euclidean distance of each pair's normalized embeddings: d = Σ(a/‖a‖ − b/‖b‖)² = 2 − 2·cos θ, in [0, 4].
 * In float64, summed in the order of the dimensions, so that ties are the same in every implementation that does so.
 *
 * @param norms [count], from embeddingNorms   @returns [pairs]
 */
export function pairDistances(
  { data, dimension }: Embeddings,
  norms: Float64Array,
  pairs: readonly VerificationPair[],
): Float64Array {
  return Float64Array.from(pairs, ({ first, second }) => {
    const firstNorm = norms[first] as number;
    const secondNorm = norms[second] as number;
    const firstStart = first * dimension;
    const secondStart = second * dimension;
    let sum = 0;
    for (let index = 0; index < dimension; index++) {
      const difference =
        (data[firstStart + index] as number) / firstNorm - (data[secondStart + index] as number) / secondNorm;
      sum += difference * difference;
    }
    return sum;
  });
}
