import type { CollapseWarning, RunSummary, WeightsOrigin } from '@arcface-ts/core';
import { countParameters } from '@arcface-ts/models';
import type { CheckpointRecord, Progress } from '../checkpoint/checkpoint.js';
import type { TrainingConfig } from '../config.js';
import type { TrainingEnd } from '../loop/training-loop.js';
import type { StepParts } from '../step/train-step.js';
import { codeFingerprint } from './code-fingerprint.js';
import type { EventLoopDelay } from './event-loop-delay.js';
import type { RunIdentity } from './open-run.js';
import type { TrainingData } from './training-data.js';

/** What decides the weights of a run, to the bit. */
export async function identityOf(
  config: TrainingConfig,
  { dataset, fingerprint, crop }: Pick<TrainingData, 'dataset' | 'fingerprint' | 'crop'>,
  init: WeightsOrigin | null,
): Promise<RunIdentity> {
  return {
    dataset,
    dataFingerprint: fingerprint,
    codeFingerprint: await codeFingerprint(),
    crop: { name: crop.name, version: crop.version },
    init,
    config,
  };
}

/** What a checkpoint says beside its arrays. */
export function checkpointRecord(
  config: TrainingConfig,
  data: TrainingData,
  { progress, init }: { progress: Progress; init: WeightsOrigin | null },
): Omit<CheckpointRecord, 'files'> {
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
    init,
    progress,
  };
}

/** Over the whole training, without validations. */
export function imagesPerSecond(
  { batchSize }: Pick<TrainingConfig, 'batchSize'>,
  { step, trainingSeconds }: Pick<Progress, 'step' | 'trainingSeconds'>,
): number {
  return (step * batchSize) / trainingSeconds;
}

/** How a run ended. */
export function summarize(
  config: TrainingConfig,
  data: TrainingData,
  parts: StepParts,
  end: TrainingEnd & {
    eventLoop: EventLoopDelay;
    init: WeightsOrigin | null;
    collapse: readonly CollapseWarning[];
  },
): RunSummary {
  const { progress, stoppedBy, eventLoop, init, collapse } = end;
  return {
    schema: 1,
    dataset: data.dataset,
    identities: data.identities.length,
    images: data.trainingPhotos,
    model: config.model.name,
    parameters: countParameters(parts.model.parameters),
    epochs: progress.epoch,
    steps: progress.step,
    imagesPerSecond: imagesPerSecond(config, progress),
    dataWaitPercent: (100 * progress.dataWaitSeconds) / progress.trainingSeconds,
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
    bestEpoch: progress.bestEpoch,
    finalLoss: progress.lastLoss,
    stoppedBy,
    ...(progress.skippedSteps === 0 ? {} : { skippedSteps: progress.skippedSteps }),
    eventLoopDelayP99Ms: eventLoop.p99Ms,
    ...(init === null ? {} : { init }),
    ...(collapse.length === 0 ? {} : { collapse: [...collapse] }),
  };
}
