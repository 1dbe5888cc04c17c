import type { Schedule } from './schedule.js';

export interface LambdaAnnealingOptions {
  /** λ at step 0, and the least that it becomes. */
  readonly start: number;
  readonly end: number;
  /** How fast it falls: λ = start·(1 + decay·step)^−power. */
  readonly decay: number;
  readonly power: number;
}

/**
 * SphereFace's annealing as the share that ψ has in the target, 1 / (1 + λ) with λ = max(end, start·(1 + decay·step)^−power): nearly plain
 * cosines at first. The form and the paper's constants are those of https://arxiv.org/abs/1612.02295 and its Caffe layer, which counts
 * from step 1.
 */
export function lambdaAnnealing({ start, end, decay, power }: LambdaAnnealingOptions): Schedule {
  return step => 1 / (1 + Math.max(end, start * (1 + decay * step) ** -power));
}
