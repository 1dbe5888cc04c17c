/**
 * The share of the learning rate during the warm-up: 1/n at step 0, so that no step is wasted, and 1 from step n − 1 on.
 * Linear, after https://arxiv.org/abs/1706.02677, section 2.2.
 */
export function warmupShare(step: number, warmupSteps: number): number {
  return warmupSteps === 0 ? 1 : Math.min(1, (step + 1) / warmupSteps);
}
