/** The thresholds that a protocol tries: k·step for k = 0 … count − 1. Multiplied, since accumulated steps drift. */
export interface ThresholdGrid {
  readonly step: number;
  readonly count: number;
}

/** Thresholds for the accuracy, over [0, 4), the range of squared distances. insightface verification.py, `evaluate`. */
export const accuracyGrid: ThresholdGrid = { step: 0.01, count: 400 };

/** Ten times finer, for TAR at a FAR. insightface verification.py, `evaluate`. */
export const falseAcceptGrid: ThresholdGrid = { step: 0.001, count: 4000 };

/**
 * For each distance the smallest k with distance < k·step, the first threshold that accepts the pair; `count` where none
 * does. All counts over the grid follow from these bins, so that trying the whole grid costs no more than one pass.
 */
export function firstAccepting(distances: Float64Array, { step, count }: ThresholdGrid): Uint32Array {
  return Uint32Array.from(distances, distance => {
    // The division rounds, so its answer may be one off: the comparisons below are the definition.
    let k = Math.floor(distance / step);
    while (k > 0 && distance < (k - 1) * step) k--;
    while (k < count && distance >= k * step) k++;
    return Math.min(k, count);
  });
}
