/**
 * d′ = (μ_different − μ_same) / √((σ²_same + σ²_different) / 2): how far apart the two distributions of distances lie, in
 * standard deviations. https://en.wikipedia.org/wiki/Sensitivity_index. Population variances.
 *
 * @param distances [pairs]   @param same [pairs] 1 for a same pair; both kinds must be there
 * @returns infinite when neither kind varies, and 0 when besides the means are equal
 */
export function dPrime(distances: Float64Array, same: Uint8Array): number {
  const near = moments(distances.filter((_, pair) => same[pair] === 1));
  const far = moments(distances.filter((_, pair) => same[pair] === 0));
  const gap = far.mean - near.mean;
  return gap === 0 ? 0 : gap / Math.sqrt((near.variance + far.variance) / 2);
}

function moments(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}
