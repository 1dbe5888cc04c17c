import type { TrainingConfig } from '../config.js';
import { dynamicLossScale, type LossScale } from '../optimizer/loss-scale.js';
import { stepsOf } from '../schedule/duration.js';
import type { Schedule } from '../schedule/schedule.js';
import { averageRateOf, learningRateOf, marginStrengthOf } from '../schedule/schedules-of.js';
import { assembleStep } from '../step/assemble-step.js';
import type { StepParts } from '../step/train-step.js';

/** A config made concrete for a number of classes and of batches: the step, its schedules and its length. */
export interface TrainingPlan {
  readonly parts: StepParts;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** Steps from the start in which the backbone is frozen. */
  readonly frozenSteps: number;
  readonly learningRate: Schedule;
  /** Steps from the start in which the learning rate rises. */
  readonly warmupSteps: number;
  readonly marginStrength: Schedule;
  /** Share of the new weights in their running mean; null where none is kept. */
  readonly averageRate: Schedule | null;
  /** How the loss is scaled; null where the config's precision needs none. */
  readonly lossScale: LossScale | null;
  /** Steps between two checkpoints. */
  readonly checkpointSteps: number;
  /** Steps between two validations. */
  readonly validationSteps: number;
}

/** Makes the plan, or throws what is wrong with the config before anything on the disk is touched. */
export function planTraining(config: TrainingConfig, data: { classes: number; batchesPerEpoch: number }): TrainingPlan {
  const parts = assembleStep(config, data.classes);
  const stepsPerEpoch = Math.min(data.batchesPerEpoch, config.maxStepsPerEpoch ?? Number.POSITIVE_INFINITY);
  const length = { stepsPerEpoch, totalSteps: stepsPerEpoch * config.epochs };
  return {
    parts,
    ...length,
    frozenSteps: stepsOf(config.frozenBackbone, length),
    learningRate: learningRateOf(config.learningRate, length),
    warmupSteps: 'warmup' in config.learningRate ? stepsOf(config.learningRate.warmup, length) : 0,
    marginStrength: marginStrengthOf(config, parts.margin.fullStrength, length),
    averageRate: averageRateOf(config, length),
    lossScale: config.precision === 'float16' ? dynamicLossScale() : null,
    checkpointSteps: Math.max(1, stepsOf(config.checkpointEvery, length)),
    validationSteps: Math.max(1, stepsOf(config.validation.every, length)),
  };
}
