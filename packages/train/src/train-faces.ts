import { availableParallelism } from 'node:os';
import { RandomStream, type RunDirectory, type RunSummary } from '@arcface-ts/core';
import { countParameters } from '@arcface-ts/models';
import { assembleStep } from './assemble-step.js';
import { type CheckpointRecord, loadCheckpoint, type Progress, saveCheckpoint, saveWeights } from './checkpoint.js';
import type { TrainingConfig } from './config.js';
import { type FaceData, openFaceData } from './face-data.js';
import { dropMetricsAfter, openRun } from './open-run.js';
import { type ProgressDisplay, progressDisplay } from './progress-display.js';
import { RunLog } from './run-log.js';
import { writeSamples } from './samples.js';
import { stepsOf } from './schedule/duration.js';
import { learningRateOf, marginStrengthOf } from './schedule/schedules-of.js';
import { listenForStop } from './stop-signal.js';
import { createTrainStep, type StepParts } from './train-step.js';
import { type TrainingEnd, type TrainingRun, trainingLoop } from './training-loop.js';
import { disposeState, initialState, type TrainingState } from './training-state.js';
import { type PairScores, validateFaces } from './validate-faces.js';

export interface TrainFacesOptions {
  readonly run: RunDirectory;
  readonly config: TrainingConfig;
  /** Folder in which `data:faces` left the manifests. */
  readonly cacheFolder: string;
  readonly resume: 'auto' | 'never';
  readonly threads?: number | undefined;
  readonly say: (text: string) => void;
}

const beginning: Progress = {
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  earlyStop: null,
  bestEpoch: null,
  bestValue: null,
  trainingSeconds: 0,
  dataWaitSeconds: 0,
  lastLoss: Number.NaN,
};

/** Trains a face model as the config says, from the beginning or from where the run was cut off. */
export async function trainFaces(options: TrainFacesOptions): Promise<RunSummary> {
  const { run, config, say } = options;
  const data = await openFaceData(options.cacheFolder, config, {
    threads: options.threads ?? Math.min(2, availableParallelism()),
  });
  try {
    for (const note of data.notes) say(note);
    const identity = { dataset: data.dataset, dataFingerprint: data.fingerprint, config };
    const { checkpoint } = await openRun(run, identity, { resume: options.resume, say });
    const parts = assembleStep(config, data.identities.length);
    const start = await startFrom(checkpoint, parts, config);
    if (checkpoint !== undefined) {
      await dropMetricsAfter(run, start.progress.step);
      say(`resuming from ${checkpoint}: step ${start.progress.step}, epoch ${start.progress.epoch + 1}`);
    }
    const end = await trainWith(options, data, parts, start);
    const summary = summarize(config, data, parts, end);
    await run.writeSummary(summary);
    disposeState(end.state);
    return summary;
  } finally {
    await data.close();
  }
}

async function startFrom(
  checkpoint: string | undefined,
  { specs, optimizer }: StepParts,
  config: TrainingConfig,
): Promise<{ state: TrainingState; progress: Progress }> {
  if (checkpoint === undefined) {
    return {
      state: initialState(specs, optimizer, RandomStream.fromSeed(config.seed).split('weights')),
      progress: beginning,
    };
  }
  const { record, state } = await loadCheckpoint(checkpoint);
  return { state, progress: record.progress };
}

async function trainWith(
  { run, config, say }: TrainFacesOptions,
  data: FaceData,
  parts: StepParts,
  start: { state: TrainingState; progress: Progress },
): Promise<TrainingEnd> {
  const stepsPerEpoch = Math.min(data.training.stepsPerEpoch, config.maxStepsPerEpoch ?? Number.POSITIVE_INFINITY);
  const length = { stepsPerEpoch, totalSteps: stepsPerEpoch * config.epochs };
  const log = await RunLog.open(run, { batchSize: config.batchSize, start: start.progress, say });
  const display = progressDisplay(length.totalSteps);
  const stop = listenForStop(text => display.say(text));
  const record = (progress: Progress): Omit<CheckpointRecord, 'files'> => checkpointRecord(config, data, progress);
  let scores: PairScores = { same: new Float64Array(), different: new Float64Array() };
  const training: TrainingRun = {
    config,
    source: data.training,
    stepsPerEpoch,
    step: createTrainStep(parts),
    learningRate: learningRateOf(config.learningRate, length),
    marginStrength: marginStrengthOf(config, parts.margin.fullStrength, length),
    checkpointSteps: Math.max(1, stepsOf(config.checkpointEvery, length)),
    stopRequested: () => stop.requested,
    validate: async state => {
      const result = await validateFaces(parts.model, state.parameters, data);
      scores = result.scores;
      return result.validation;
    },
    onBatch: async (batch, { step }) => {
      if (step > 0) return;
      const { png, widthPx, heightPx } = await writeSamples(run.samplesFile, batch, data.training.imageSizePx);
      log.samples(png, widthPx, heightPx);
      log.describe('config', `\`\`\`json\n${JSON.stringify({ dataset: data.dataset, ...config }, null, 2)}\n\`\`\``);
    },
    onStep: async (figures, rates, progress) => {
      show(display, figures, progress, { config, ...length });
      if (progress.step % config.logEverySteps === 0) await log.step(figures, rates, progress);
    },
    onValidation: async (validation, progress) => {
      const { accuracy, auc } = validation.figures;
      const best = progress.bestEpoch === progress.epoch ? ', the best so far' : '';
      display.say(
        `epoch ${progress.epoch}: validation accuracy ${(100 * (accuracy as number)).toFixed(2)} %, AUC ${(auc as number).toFixed(4)}${best}`,
      );
      await log.validation(validation, progress, scores);
    },
    saveCheckpoint: async (state, progress) => {
      await saveCheckpoint(run.checkpointsFolder, record(progress), state);
    },
    saveBest: (state, progress) => saveWeights(run.bestFolder, record(progress), state.parameters),
  };
  try {
    return await trainingLoop(training, start);
  } finally {
    stop.release();
    display.stop();
    for (const problem of data.training.problems.slice(0, 10))
      say(`not readable, replaced by another photo: ${problem.path}: ${problem.message}`);
    await log.close();
  }
}

function show(
  display: ProgressDisplay,
  figures: { loss: number; top1: number },
  progress: Progress,
  { config, totalSteps }: { config: TrainingConfig; totalSteps: number },
): void {
  const secondsPerStep = progress.trainingSeconds / progress.step;
  display.update(progress.step, {
    epoch: progress.epoch + 1,
    epochs: config.epochs,
    loss: figures.loss,
    top1: figures.top1,
    imagesPerSecond: config.batchSize / secondsPerStep,
    dataWaitPercent: (100 * progress.dataWaitSeconds) / progress.trainingSeconds,
    etaSeconds: (totalSteps - progress.step) * secondsPerStep,
  });
}

function checkpointRecord(config: TrainingConfig, data: FaceData, progress: Progress): Omit<CheckpointRecord, 'files'> {
  return {
    schema: 1,
    dataset: data.dataset,
    dataFingerprint: data.fingerprint,
    identities: [...data.identities],
    input: {
      imageSizePx: data.crop.imageSizePx,
      colour: 'rgb',
      normalization: '(x - 127.5) / 127.5',
      crop: { name: data.crop.name, version: data.crop.version },
    },
    config,
    progress,
  };
}

function summarize(
  config: TrainingConfig,
  data: FaceData,
  parts: StepParts,
  { progress, stoppedBy }: TrainingEnd,
): RunSummary {
  return {
    schema: 1,
    dataset: data.dataset,
    identities: data.identities.length,
    images: data.trainingPhotos,
    model: config.model.name,
    parameters: countParameters(parts.model.parameters),
    epochs: progress.epoch,
    steps: progress.step,
    imagesPerSecond: (progress.step * config.batchSize) / progress.trainingSeconds,
    dataWaitPercent: (100 * progress.dataWaitSeconds) / progress.trainingSeconds,
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
    bestEpoch: progress.bestEpoch,
    finalLoss: progress.lastLoss,
    stoppedBy,
  };
}
