import type { TrainingConfig } from '../config.js';
import { averageRate } from './average-rate.js';
import { constant } from './constant.js';
import { stepsOf, type TrainingLength } from './duration.js';
import { lambdaAnnealing } from './lambda-annealing.js';
import { multiStep } from './multi-step.js';
import { ramp } from './ramp.js';
import type { Schedule } from './schedule.js';
import { warmupCosine } from './warmup-cosine.js';

/** The learning rate that a config describes, as a function of the step. */
export function learningRateOf(config: TrainingConfig['learningRate'], length: TrainingLength): Schedule {
  switch (config.schedule) {
    case 'constant':
      return constant(config.base);
    case 'cosine':
      return warmupCosine({
        base: config.base,
        final: config.final,
        warmupSteps: stepsOf(config.warmup, length),
        totalSteps: length.totalSteps,
      });
    case 'multi-step':
      return multiStep({
        base: config.base,
        factor: config.factor,
        milestones: config.milestones.map(milestone => stepsOf(milestone, length)),
      });
  }
}

/** The margin's strength as a function of the step: from 0 to `fullStrength`, or as SphereFace's λ is annealed. */
export function marginStrengthOf(config: TrainingConfig, fullStrength: number, length: TrainingLength): Schedule {
  if (config.margin.name === 'sphereface') return lambdaAnnealing(config.margin.annealing);
  return ramp({ from: 0, to: fullStrength, steps: stepsOf(config.marginRamp, length) });
}

/** Share of the new weights in their running mean as a function of the step; null where none is kept. */
export function averageRateOf(config: TrainingConfig, length: TrainingLength): Schedule | null {
  const steps = stepsOf(config.weightAverage, length);
  return steps === 0 ? null : averageRate({ steps });
}
