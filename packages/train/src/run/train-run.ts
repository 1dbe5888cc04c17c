import {
  type CollapseWarning,
  DiskError,
  formatDuration,
  type ProgressDisplay,
  progressDisplay,
  type RunDirectory,
  type RunSummary,
  type WeightsOrigin,
} from '@arcface-ts/core';
import { type CheckpointRecord, type Progress, saveCheckpoint, saveWeights } from '../checkpoint/checkpoint.js';
import { collapseInWords } from '../collapse/collapse-in-words.js';
import { collapseWatch } from '../collapse/collapse-watch.js';
import type { TrainingConfig } from '../config.js';
import { notFiniteInWords, type TrainingEnd, type TrainingRun, trainingLoop } from '../loop/training-loop.js';
import { planTraining, type TrainingPlan } from '../loop/training-plan.js';
import { mayBeOverflow } from '../optimizer/loss-scale.js';
import type { StepParts } from '../step/train-step.js';
import { disposeState } from '../step/training-state.js';
import { judgedWeights } from '../step/weight-average.js';
import { compiledTrainer } from '../trainer/compiled-trainer.js';
import { eagerTrainer } from '../trainer/eager-trainer.js';
import { type StartTrainer, thawingTrainer } from '../trainer/thawing-trainer.js';
import type { Trainer } from '../trainer/trainer.js';
import { beginRun } from './begin-run.js';
import { checkTrainable } from './check-trainable.js';
import { type EventLoopDelay, watchEventLoop } from './event-loop-delay.js';
import { hparamsOfConfig } from './run-hparams.js';
import { RunLog } from './run-log.js';
import { checkpointRecord, imagesPerSecond, summarize } from './run-record.js';
import { writeSamples } from './samples.js';
import { listenForStop } from './stop-signal.js';
import type { Judgement, TrainingData } from './training-data.js';

export interface TrainRunOptions {
  readonly run: RunDirectory;
  readonly config: TrainingConfig;
  /** Folder of the checkpoint whose weights the run begins with; random ones unless told. */
  readonly init?: string | undefined;
  readonly resume: 'auto' | 'never';
  /** Where TensorFlow computes. */
  readonly device: 'cpu' | 'gpu';
  /** Whether a step whose numbers are not finite ends the run, as it does unless told, or is left out. */
  readonly onNan?: 'stop' | 'skip' | undefined;
  /** Train op by op instead of with the compiled step. */
  readonly eager?: boolean | undefined;
  readonly say: (text: string) => void;
}

/**
 * Trains a model on data as the config says, from the beginning or from where the run was cut off. It closes the data.
 * @param conclude what is found out about a net whose training came to its end, for the summary
 */
export async function trainRun(
  options: TrainRunOptions,
  data: TrainingData,
  conclude: (trained: StepParts, summary: RunSummary) => Promise<Record<string, unknown>> = async () => ({}),
): Promise<RunSummary> {
  const { run, config, say } = options;
  try {
    await using _ = await run.lock();
    for (const note of data.notes) say(note);
    const plan = planTraining(config, {
      classes: data.identities.length,
      batchesPerEpoch: data.training.stepsPerEpoch,
    });
    checkTrainable(options, plan.parts.model, data.crop);
    const { frozenSteps } = plan;
    const begun = await beginRun(options, data, plan);
    if ('finished' in begun) {
      say('this run is finished: nothing to train. --resume=never trains it anew.');
      return begun.finished;
    }
    const { state, progress, again, init } = begun;
    const create = trainerOf(options, plan);
    const trainer = await thawingTrainer(plan.parts, state, { frozenSteps, stepsDone: progress.step, create });
    try {
      const log = await RunLog.open(run, { batchSize: config.batchSize, start: progress, again, say });
      const end = await trainWith(options, data, { plan, trainer, log, start: progress, init });
      const summary = summarize(config, data, plan.parts, { ...end, init });
      await run.writeSummary({
        ...summary,
        ...(end.stoppedBy === 'interrupt' ? {} : await conclude(plan.parts, summary)),
      });
      return summary;
    } finally {
      trainer.dispose();
    }
  } finally {
    await data.close();
  }
}

/** The way to make the trainer that the options ask for. */
export function trainerOf(
  { config, eager }: Pick<TrainRunOptions, 'config' | 'eager'>,
  { lossScale }: Pick<TrainingPlan, 'lossScale'>,
): StartTrainer {
  if (eager) return eagerTrainer;
  const { batchSize, precision } = config;
  return (parts, start) => compiledTrainer(parts, start, { batchSize, precision, scaleLoss: lossScale !== null });
}

async function trainWith(
  { run, config, onNan = 'stop', say }: TrainRunOptions,
  data: TrainingData,
  {
    plan,
    trainer,
    log,
    start,
    init,
  }: { plan: TrainingPlan; trainer: Trainer; log: RunLog; start: Progress; init: WeightsOrigin | null },
): Promise<TrainingEnd & { eventLoop: EventLoopDelay; collapse: readonly CollapseWarning[] }> {
  const { totalSteps } = plan;
  const display = progressDisplay(totalSteps);
  const stop = listenForStop(text => display.say(text));
  const record = (progress: Progress): Omit<CheckpointRecord, 'files'> =>
    checkpointRecord(config, data, { progress, init });
  const watch = collapseWatch(plan.parts, {
    ...plan,
    classes: data.identities.length,
    batchSize: config.batchSize,
  });
  let judgement: Judgement | undefined;
  /** Why the present state is not saved. */
  let unsaved: DiskError | undefined;
  const training: TrainingRun = {
    ...plan,
    config,
    source: data.training,
    trainer,
    onNan,
    stopRequested: () => stop.requested,
    validate: async ({ epoch }) => {
      judgement = await data.judge(trainer, plan.parts, epoch + 1);
      return judgement.validation;
    },
    onBatch: async (batch, { step }) => {
      if (step > 0) return;
      const { png, widthPx, heightPx } = await writeSamples(run.samplesFile, batch, data.training.imageSizePx);
      log.samples(png, widthPx, heightPx);
      log.describe('config', `\`\`\`json\n${JSON.stringify({ dataset: data.dataset, ...config }, null, 2)}\n\`\`\``);
    },
    onNotFinite: async (figures, { records }, { step, epoch }) => {
      const what = notFiniteInWords(figures);
      await log.notFinite({ step: step + 1, epoch: epoch + 1, what, records });
      if (onNan === 'skip') display.say(`step ${step + 1} is skipped: ${what}; metrics.jsonl names the batch`);
    },
    onStep: async (result, rates, progress) => {
      if (!result.applied && mayBeOverflow(result.figures, rates.lossScale)) display.say(overflowOf(progress));
      watch.step(result, rates, progress);
      show(display, result.figures, progress, { config, totalSteps });
      if (progress.step % config.logEverySteps === 0) await log.step(result, rates, progress);
    },
    onValidation: async (validation, progress, improved) => {
      const { text, ...found } = judgement as Judgement;
      const withinEpoch = progress.stepInEpoch < plan.stepsPerEpoch ? `, step ${progress.step}` : '';
      display.say(`epoch ${progress.epoch + 1}${withinEpoch}: ${text}${improved ? ', the best so far' : ''}`);
      for (const warning of watch.judge(found.meanCosine, progress)) display.say(collapseInWords(warning));
      await log.validation({ ...found, validation }, progress);
    },
    saveCheckpoint: async progress => {
      const state = await trainer.state();
      try {
        await saveCheckpoint(run.checkpointsFolder, record(progress), state);
        unsaved = undefined;
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
        unsaved = error;
        display.say(`the state after step ${progress.step} is not saved, training goes on: ${error.message}`);
      } finally {
        disposeState(state);
      }
    },
    saveBest: async progress => {
      const state = await trainer.state();
      await saveWeights(run.bestFolder, record(progress), judgedWeights(state));
      disposeState(state);
    },
  };
  const eventLoop = watchEventLoop();
  try {
    if (init !== null && start.step === 0) {
      const { text, ...found } = await data.judge(trainer, plan.parts, start.epoch);
      display.say(`before training: ${text}`);
      await log.validation(found, start);
    }
    const end = await trainingLoop(training, start);
    if (unsaved !== undefined) throw unsaved;
    if (end.stoppedBy !== 'interrupt') logResult(log, { config, data, init }, end.progress);
    return { ...end, eventLoop: eventLoop.stop(), collapse: watch.warnings };
  } finally {
    eventLoop.stop();
    stop.release();
    display.stop();
    for (const problem of data.training.problems.slice(0, 10))
      say(`not readable, replaced by another photo: ${problem.path}: ${problem.message}`);
    await log.close();
  }
}

function logResult(
  log: RunLog,
  { config, data, init }: { config: TrainingConfig; data: TrainingData; init: WeightsOrigin | null },
  progress: Progress,
): void {
  const hparams = {
    dataset: data.dataset,
    identities: data.identities.length,
    init: init?.path ?? 'random',
    ...hparamsOfConfig(config),
  };
  const figures = {
    best_validation: progress.bestValue,
    best_epoch: progress.bestEpoch,
    loss: progress.lastLoss,
    images_per_second: imagesPerSecond(config, progress),
  };
  log.result(hparams, figures, progress);
}

function overflowOf({ step, lossScale }: Progress): string {
  return `step ${step}: a gradient overflowed, its update was left out; the loss scale is ${lossScale?.scale} from here`;
}

function show(
  display: ProgressDisplay,
  figures: { loss: number; top1: number },
  progress: Progress,
  { config, totalSteps }: { config: TrainingConfig; totalSteps: number },
): void {
  const secondsPerStep = progress.trainingSeconds / progress.step;
  const line = [
    `epoch ${progress.epoch + 1}/${config.epochs}`,
    `loss ${figures.loss.toFixed(3)}`,
    `top-1 ${(100 * figures.top1).toFixed(1)} %`,
    `${(config.batchSize / secondsPerStep).toFixed(1)} images/s`,
    `data wait ${((100 * progress.dataWaitSeconds) / progress.trainingSeconds).toFixed(1)} %`,
    `ETA ${formatDuration((totalSteps - progress.step) * secondsPerStep)}`,
  ];
  display.update(progress.step, line.join(' · '));
}
