import type { Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingState } from './training-state.js';

/**
 * The running mean after a step: a ← a + rate·(w − a), for each weight that the step changed. The moments of the norms are averaged as the
 * weights are: they belong together. (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992; with the
 * exponential weights of Tarvainen and Valpola, "Mean teachers are better role models", 2017, §2.)
 *
 * @param rate share of the new weights; without one the mean is the new weights
 * @returns new tensors, under the names that both records have
 */
export function movedAverage(average: Parameters, weights: Parameters, rate?: tf.Scalar): Parameters {
  const averaged = Object.entries(weights).filter(([name]) => name in average);
  return Object.fromEntries(
    averaged.map(([name, weight]) => {
      if (rate === undefined) return [name, tf.clone(weight)];
      const before = average[name] as tf.Tensor;
      return [name, tf.add(before, tf.mul(rate, tf.sub(weight, before)))];
    }),
  );
}

/** The state with its own weights as the first of their mean. It takes the state over. */
export function beginAverage({ parameters, optimizer }: TrainingState): TrainingState {
  const average = Object.entries(parameters).map(([name, weight]) => [name, tf.clone(weight)]);
  return { parameters, optimizer, average: Object.fromEntries(average) };
}

/** The weights that are judged, kept as the best, and used after training: their running mean where one is kept. */
export function judgedWeights({ parameters, average }: TrainingState): Parameters {
  return { ...parameters, ...average };
}
