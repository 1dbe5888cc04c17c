import { formatDuration, progressDisplay, type RateTest, UsageError, type WeightsOrigin } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { readInitialWeights } from '../checkpoint/initial-weights.js';
import { planTraining, type TrainingPlan } from '../loop/training-plan.js';
import { firstState, nothingToFreeze } from '../run/begin-run.js';
import { checkTrainable } from '../run/check-trainable.js';
import { type TrainRunOptions, trainerOf } from '../run/train-run.js';
import type { TrainingData } from '../run/training-data.js';
import type { StepParts } from '../step/train-step.js';
import type { TrainingState } from '../step/training-state.js';
import { rateInWords } from './rate-in-words.js';
import { suggestRates } from './suggest-rates.js';
import { type SweptPoint, sweepMemory, sweepRates } from './sweep-rates.js';

export interface FindLearningRateOptions extends Pick<TrainRunOptions, 'config' | 'init' | 'device' | 'eager' | 'say'> {
  /** Learning rates of the first and of the last step. */
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/**
 * How often each photo is met. Where there are thousands of people with a few photos each, a hundred new batches meet a person twice or
 * never, and the loss falls at no rate; a few batches ten times over are known by heart before the rate is high.
 */
const rounds = 4;
/** Fewer say nothing about a slope. */
const fewestSteps = 20;

/**
 * Tries learning rates on the first batches of the training that a config describes, over and over: its net, photos, order and optimizer,
 * through the trainer that trains it. It takes what a run would begin with: the same weights, a backbone that is frozen where the run begins with a frozen one,
 * and the margin of the first step, which is none where the config ramps it. A full margin from random weights would test a training that
 * nobody starts, since small nets stall there; and its s·m in the loss hides the fall. It closes the data.
 * @throws UsageError for rates or steps out of range, and where a run would throw one
 */
export async function findLearningRate(
  options: FindLearningRateOptions,
  data: Omit<TrainingData, 'judge'>,
): Promise<Omit<RateTest, 'pictures'>> {
  const { config, from, to, steps, say } = options;
  try {
    checkRange(options);
    for (const note of data.notes) say(note);
    const plan = planTraining(config, {
      classes: data.identities.length,
      batchesPerEpoch: data.training.stepsPerEpoch,
    });
    checkTrainable(options, plan.parts.model, data.crop);
    const { parts, state, init } = await beginning(options, data, plan);
    const marginStrength = plan.marginStrength(0);
    const trainer = await trainerOf(options, plan)(parts, state);
    const display = progressDisplay(steps);
    try {
      const startedMs = performance.now();
      const { points, stoppedBy } = await sweepRates(trainer, data.training, {
        from,
        to,
        steps,
        batches: Math.ceil(steps / rounds),
        marginStrength,
        lossScale: plan.lossScale,
        onStep: (point, done) => display.update(done, lineOf(point, { done, startedMs, options })),
      });
      const smoothed = points.map(({ smoothedRate, smoothedLoss }) => ({ rate: smoothedRate, loss: smoothedLoss }));
      const memory = Math.ceil(sweepMemory(steps));
      return {
        schema: 1,
        dataset: data.dataset,
        identities: data.identities.length,
        model: config.model.name,
        optimizer: config.optimizer.name,
        batchSize: config.batchSize,
        seed: config.seed,
        ...(init === null ? {} : { init }),
        marginStrength,
        from,
        to,
        steps,
        stoppedBy,
        points,
        suggestions: suggestRates(smoothed, { skip: memory, span: memory }),
      };
    } finally {
      display.stop();
      trainer.dispose();
    }
  } finally {
    await data.close();
  }
}

/** What the run would begin with. */
async function beginning(
  { config, init }: FindLearningRateOptions,
  data: Pick<TrainingData, 'dataset' | 'identities' | 'crop'>,
  { parts, frozenSteps }: TrainingPlan,
): Promise<{ parts: StepParts; state: TrainingState; init: WeightsOrigin | null }> {
  if (init === undefined && frozenSteps > 0) throw nothingToFreeze(config);
  const first: StepParts = { ...parts, backbone: frozenSteps > 0 ? 'frozen' : 'trained' };
  const initial = init === undefined ? null : await readInitialWeights(init, { config, data, parts });
  try {
    return { parts: first, state: firstState(first, config.seed, initial), init: initial?.origin ?? null };
  } finally {
    if (initial !== null) tf.dispose(initial.parameters);
  }
}

function checkRange({ from, to, steps }: FindLearningRateOptions): void {
  if (from < to && steps >= fewestSteps) return;
  throw UsageError.because({
    expected: `--from below --to, and --steps of ${fewestSteps} or more`,
    received: `--from=${from} --to=${to} --steps=${steps}`,
    place: 'train:lr-find',
  });
}

function lineOf(
  { rate, loss, smoothedLoss }: SweptPoint,
  { done, startedMs, options }: { done: number; startedMs: number; options: FindLearningRateOptions },
): string {
  const secondsPerStep = (performance.now() - startedMs) / 1000 / done;
  return [
    `rate ${rateInWords(rate)}`,
    `loss ${loss.toFixed(3)}, smoothed ${smoothedLoss.toFixed(3)}`,
    `${(options.config.batchSize / secondsPerStep).toFixed(1)} images/s`,
    `ETA ${formatDuration((options.steps - done) * secondsPerStep)}`,
  ].join(' · ');
}
