import { checkSteps } from './check-steps.js';
import type { Schedule } from './schedule.js';
import { warmupShare } from './warmup.js';

export interface WarmupCosineOptions {
  readonly warmupSteps: number;
  /** Steps of the whole training, the warm-up included. */
  readonly totalSteps: number;
  /** Value at the end of the warm-up. */
  readonly base: number;
  /** Value at step `totalSteps` and beyond. */
  readonly final: number;
}

/**
 * A linear warm-up to `base`, then half a cosine down to `final`: final + (base − final)·(1 + cos πp) / 2, p being the share
 * of the steps after the warm-up that are done. https://arxiv.org/abs/1608.03983, eq. 5, without restarts.
 */
export function warmupCosine({ warmupSteps, totalSteps, base, final }: WarmupCosineOptions): Schedule {
  checkSteps('warmupSteps', warmupSteps, 0, 'warmupCosine');
  checkSteps('totalSteps', totalSteps, warmupSteps + 1, 'warmupCosine');
  return step => {
    if (step < warmupSteps) return base * warmupShare(step, warmupSteps);
    const done = Math.min(1, (step - warmupSteps) / (totalSteps - warmupSteps));
    return final + ((base - final) * (1 + Math.cos(Math.PI * done))) / 2;
  };
}
