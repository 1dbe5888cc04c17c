import { checkSteps } from './check-steps.js';
import type { Schedule } from './schedule.js';

/**
 * Share of the new weights in their running mean: 1/n, so that the mean reaches about n steps back; more at the beginning, where it would
 * hold on to the first weights, which are random: decay = min(1 − 1/n, (1 + step) / (10 + step)), as `num_updates` of TensorFlow's
 * ExponentialMovingAverage does. https://www.tensorflow.org/api_docs/python/tf/train/ExponentialMovingAverage
 */
export function averageRate({ steps }: { readonly steps: number }): Schedule {
  checkSteps('steps', steps, 1, 'averageRate');
  return step => Math.max(1 / steps, 9 / (10 + step));
}
