import { RandomStream, type RunDirectory, type RunSummary, UsageError, type WeightsOrigin } from '@arcface-ts/core';
import { initializeParameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { loadFirstWhole, type Progress } from '../checkpoint/checkpoint.js';
import { checkElsewhere, type InitialWeights, readInitialWeights } from '../checkpoint/initial-weights.js';
import type { TrainingConfig } from '../config.js';
import type { TrainingPlan } from '../loop/training-plan.js';
import type { StepParts } from '../step/train-step.js';
import { type TrainingState, withNewSlots } from '../step/training-state.js';
import { beginAverage } from '../step/weight-average.js';
import { dropMetricsAfter, openRun } from './open-run.js';
import { identityOf } from './run-record.js';
import type { TrainingData } from './training-data.js';

/** Where a run goes on: before its first step, or where it was cut off. */
export interface BegunRun {
  readonly state: TrainingState;
  readonly progress: Progress;
  /** What it began with; null: random weights. */
  readonly init: WeightsOrigin | null;
  /** Whether it was begun before. */
  readonly again: boolean;
}

interface BeginOptions {
  readonly run: RunDirectory;
  readonly config: TrainingConfig;
  readonly init?: string | undefined;
  readonly resume: 'auto' | 'never';
  readonly say: (text: string) => void;
}

const beginning: Progress = {
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  earlyStop: null,
  lossScale: null,
  bestEpoch: null,
  bestValue: null,
  validatedStep: null,
  trainingSeconds: 0,
  dataWaitSeconds: 0,
  lastLoss: Number.NaN,
  skippedSteps: 0,
};

/**
 * Opens the run's folder and makes the state that it goes on from, unless it is finished. Weights to begin with are read first: where
 * they do not fit nothing is touched.
 */
export async function beginRun(
  options: BeginOptions,
  data: Pick<TrainingData, 'dataset' | 'fingerprint' | 'crop' | 'identities'>,
  { parts, frozenSteps, averageRate }: TrainingPlan,
): Promise<BegunRun | { finished: RunSummary }> {
  const { run, config, resume, say } = options;
  if (options.init === undefined && frozenSteps > 0) throw nothingToFreeze(config);
  if (options.init !== undefined) checkElsewhere(options.init, run);
  const initial = options.init === undefined ? null : await readInitialWeights(options.init, { config, data, parts });
  const init = initial?.origin ?? null;
  try {
    const opening = await openRun(run, await identityOf(config, data, init), { resume, say });
    if (opening.finished) return { finished: opening.finished };
    const { checkpoints, again } = opening;
    if (checkpoints.length === 0) {
      if (again) await dropMetricsAfter(run, undefined);
      if (init !== null) say(`the weights of ${init.path} to begin with, ${headInWords[init.head]}`);
      const first: StepParts = { ...parts, backbone: frozenSteps > 0 ? 'frozen' : 'trained' };
      const state = firstState(first, config.seed, initial);
      return { state: averageRate === null ? state : beginAverage(state), progress: beginning, init, again };
    }
    const { path, record, state } = await loadFirstWhole(checkpoints, say);
    const { progress } = record;
    say(`resuming from ${path}: step ${progress.step}, epoch ${progress.epoch + 1}`);
    if (again) await dropMetricsAfter(run, progress);
    return { state, progress, init, again };
  } finally {
    if (initial !== null) tf.dispose(initial.parameters);
  }
}

const headInWords = { taken: 'class head included, since the classes are the same', new: 'with a new class head' };

/** Random weights, but for those that are given; the optimizer's state is that of before the first step. */
export function firstState(parts: StepParts, seed: number, initial: InitialWeights | null): TrainingState {
  const given = initial?.parameters ?? {};
  const missing = parts.specs.filter(({ name }) => !(name in given));
  const drawn = initializeParameters(missing, RandomStream.fromSeed(seed).split('weights'));
  const values = parts.specs.map(({ name }) => [name, drawn[name] ?? tf.clone(given[name] as tf.Tensor)] as const);
  return withNewSlots(parts, Object.fromEntries(values));
}

export function nothingToFreeze({ frozenBackbone }: TrainingConfig): UsageError {
  return UsageError.because({
    expected: '--init=DIR beside a frozen backbone, whose weights are random otherwise',
    received: `frozenBackbone ${JSON.stringify(frozenBackbone)} without one`,
    place: 'config',
    next: 'Name the checkpoint to begin with, or leave --freeze and frozenBackbone out.',
  });
}
