import { UsageError } from '@arcface-ts/core';

/**
 * A mean that forgets: each value weighs (1 − 1/n) times what the one after it weighs. Weights are divided by their sum, so that the
 * mean does not begin at 0: mₜ = (1 − β)·Σ βᵗ⁻ⁱ·xᵢ / (1 − βᵗ) with β = 1 − 1/n, as Adam corrects its moments
 * (https://arxiv.org/abs/1412.6980, section 3).
 * @param memory n, 1 or more: about so many values count; 1 is the last value alone
 * @returns takes the next value in and gives the mean with it
 */
export function exponentialMean(memory: number): (value: number) => number {
  if (!(memory >= 1)) {
    throw UsageError.because({ expected: 'a memory of 1 or more', received: String(memory), place: 'exponentialMean' });
  }
  const fresh = 1 / memory;
  let sum = 0;
  let weight = 0;
  return value => {
    sum += fresh * (value - sum);
    weight += fresh * (1 - weight);
    return sum / weight;
  };
}
