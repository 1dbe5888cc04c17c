import { checkSteps } from './check-steps.js';
import type { Schedule } from './schedule.js';

export interface RampOptions {
  readonly from: number;
  readonly to: number;
  /** Step at which `to` is reached; 0: from the start. */
  readonly steps: number;
}

/**
 * A straight line from `from` at step 0 to `to` at step `steps`, then level. Small networks stall when they start from
 * scratch with a full margin: ramp it from 0.
 */
export function ramp({ from, to, steps }: RampOptions): Schedule {
  checkSteps('steps', steps, 0, 'ramp');
  return step => (step >= steps ? to : from + (to - from) * (step / steps));
}
