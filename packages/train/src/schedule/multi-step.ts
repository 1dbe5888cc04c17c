import { UsageError } from '@arcface-ts/core';
import { checkSteps } from './check-steps.js';
import type { Schedule } from './schedule.js';
import { warmupShare } from './warmup.js';

export interface MultiStepOptions {
  readonly base: number;
  /** Steps, in ascending order, from which on the value is multiplied by `factor` once more. */
  readonly milestones: readonly number[];
  readonly factor: number;
  readonly warmupSteps?: number;
}

/** base·factor^(milestones passed): the staircase of the published ArcFace recipes, 0.1 divided by 10 at two epochs. */
export function multiStep({ base, milestones, factor, warmupSteps = 0 }: MultiStepOptions): Schedule {
  checkSteps('warmupSteps', warmupSteps, 0, 'multiStep');
  milestones.forEach((milestone, i) => {
    checkSteps(`milestones[${i}]`, milestone, 0, 'multiStep');
    const previous = milestones[i - 1] ?? -1;
    if (milestone > previous) return;
    throw UsageError.because({
      expected: 'milestones in ascending order',
      received: `${milestone} after ${previous}`,
      place: 'multiStep',
    });
  });
  return step => {
    const passed = milestones.filter(milestone => step >= milestone).length;
    return base * factor ** passed * warmupShare(step, warmupSteps);
  };
}
