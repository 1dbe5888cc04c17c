import { UsageError } from '@arcface-ts/core';
import { checkSteps } from './check-steps.js';
import type { Schedule } from './schedule.js';

export interface GeometricOptions {
  readonly from: number;
  /** Value at the last of the steps and beyond. */
  readonly to: number;
  /** 2 or more. */
  readonly steps: number;
}

/** From `from` at step 0 to `to` at step `steps` − 1, each value by one factor above the one before: a line on a logarithmic axis. */
export function geometric({ from, to, steps }: GeometricOptions): Schedule {
  checkSteps('steps', steps, 2, 'geometric');
  if (!(from > 0 && from < to && Number.isFinite(to))) {
    throw UsageError.because({
      expected: 'values above 0 of which the first is smaller',
      received: `${from} to ${to}`,
      place: 'geometric',
    });
  }
  return step => from * (to / from) ** Math.min(1, step / (steps - 1));
}
