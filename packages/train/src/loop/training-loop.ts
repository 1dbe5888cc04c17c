import { setImmediate } from 'node:timers/promises';
import { type Batch, NumericError } from '@arcface-ts/core';
import type { Loader } from '@arcface-ts/data';
import type { Progress } from '../checkpoint/checkpoint.js';
import type { TrainingConfig } from '../config.js';
import { type LossScale, mayBeOverflow } from '../optimizer/loss-scale.js';
import type { Schedule } from '../schedule/schedule.js';
import type { StepFigures, StepOptions, StepResult, Trainer } from '../trainer/trainer.js';
import { earlyStop } from './early-stop.js';

/** What validating found: `value` is what early stop and the best weights go by; higher is better. */
export interface Validation {
  readonly value: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** Where and how one run trains; the loop calls these and knows nothing of files, bars and events. */
export interface TrainingRun {
  readonly config: TrainingConfig;
  readonly source: Loader;
  readonly stepsPerEpoch: number;
  /** Steps from the start in which the backbone, and with it every embedding, stays as it is. */
  readonly frozenSteps: number;
  readonly trainer: Trainer;
  readonly learningRate: Schedule;
  readonly marginStrength: Schedule;
  readonly averageRate: Schedule | null;
  readonly lossScale: LossScale | null;
  readonly checkpointSteps: number;
  /** Steps between two validations; there is one after the last step, too. */
  readonly validationSteps: number;
  readonly stopRequested: () => boolean;
  readonly validate: (progress: Progress) => Promise<Validation>;
  readonly onBatch: (batch: Batch, progress: Progress) => Promise<void>;
  /** Told before the update that is left out costs the run its end, or one of the steps that may be skipped. */
  readonly onNotFinite: (figures: StepFigures, batch: Batch, progress: Progress) => Promise<void>;
  /** What becomes of a run whose numbers are not finite at a step. */
  readonly onNan: 'stop' | 'skip';
  readonly onStep: (result: StepResult, rates: StepOptions, progress: Progress) => Promise<void>;
  readonly onValidation: (validation: Validation, progress: Progress, improved: boolean) => Promise<void>;
  readonly saveCheckpoint: (progress: Progress) => Promise<void>;
  readonly saveBest: (progress: Progress) => Promise<void>;
}

export interface TrainingEnd {
  readonly progress: Progress;
  readonly stoppedBy: 'epochs' | 'early-stop' | 'interrupt';
}

/** Trains from a place to the end of the last epoch, an early stop, or a request to stop. */
export async function trainingLoop(run: TrainingRun, start: Progress): Promise<TrainingEnd> {
  const { config, source, trainer, lossScale } = run;
  const validator = validatorOf(run);
  if (validator.hasStopped(start)) return { progress: start, stoppedBy: 'early-stop' };
  let progress: Progress = { ...start, lossScale: lossScale ? (start.lossScale ?? lossScale.init()) : null };

  while (progress.epoch < config.epochs) {
    let startedMs = performance.now();
    let waitedMs = source.waitMs;
    for await (const batch of batchesLeft(run, progress)) {
      if (validator.isDue(progress)) {
        const validated = await validator.validate(progress);
        progress = validated.progress;
        await run.saveCheckpoint(progress);
        if (validated.stop) return { progress, stoppedBy: 'early-stop' };
        startedMs = performance.now();
      }
      await run.onBatch(batch, progress);
      const scaling = progress.lossScale;
      const rates: StepOptions = {
        learningRate: run.learningRate(progress.step),
        marginStrength: run.marginStrength(progress.step),
        ...(scaling && { lossScale: scaling.scale }),
        ...(run.averageRate && { averageRate: run.averageRate(progress.step) }),
      };
      const result = await trainer.step(batch, rates);
      const { figures, applied } = result;
      const notFinite = !applied && !mayBeOverflow(figures, scaling?.scale);
      if (notFinite) {
        await run.onNotFinite(figures, batch, progress);
        if (run.onNan === 'stop' || progress.skippedSteps === mostSkippedSteps) {
          if (progress.step > start.step) await run.saveCheckpoint(progress);
          throw numericError(figures, run, progress);
        }
      }
      batch.release();
      // An eager step computes on this thread: here signals and the decoders' answers get their turn.
      await setImmediate();
      progress = {
        ...progress,
        step: progress.step + 1,
        stepInEpoch: progress.stepInEpoch + 1,
        lossScale: lossScale && scaling ? lossScale.update(scaling, applied) : null,
        lastLoss: Number.isFinite(figures.loss) ? figures.loss : progress.lastLoss,
        skippedSteps: progress.skippedSteps + (notFinite ? 1 : 0),
        trainingSeconds: progress.trainingSeconds + (performance.now() - startedMs) / 1000,
        dataWaitSeconds: progress.dataWaitSeconds + (source.waitMs - waitedMs) / 1000,
      };
      waitedMs = source.waitMs;
      await run.onStep(result, rates, progress);
      // Before a validation too, which may take longer than whoever asked us to stop waits.
      const saveIsDue = progress.step % run.checkpointSteps === 0 || progress.stepInEpoch === run.stepsPerEpoch;
      if (saveIsDue || run.stopRequested()) await run.saveCheckpoint(progress);
      if (run.stopRequested()) return { progress, stoppedBy: 'interrupt' };
      startedMs = performance.now();
    }

    const validated = validator.isDue(progress) ? await validator.validate(progress) : { progress, stop: false };
    progress = { ...validated.progress, epoch: progress.epoch + 1, stepInEpoch: 0 };
    await run.saveCheckpoint(progress);
    if (validated.stop) return { progress, stoppedBy: 'early-stop' };
    if (run.stopRequested() && progress.epoch < config.epochs) return { progress, stoppedBy: 'interrupt' };
  }
  return { progress, stoppedBy: 'epochs' };
}

/** Steps of a run that may be left out: a few bad photos are fewer, a net that is out of hand soon has more. */
const mostSkippedSteps = 20;

function numericError(figures: StepFigures, { onNan }: TrainingRun, { epoch, step }: Progress): NumericError {
  return NumericError.because({
    expected: 'a finite loss, finite gradients and finite weights',
    received: `${notFiniteInWords(figures)}${onNan === 'skip' ? `, after ${mostSkippedSteps} steps that were skipped` : ''}`,
    place: `epoch ${epoch + 1}, step ${step + 1}`,
    next: `The update was not taken, and the state before it is saved. metrics.jsonl names the batch. Lower learningRate.base or set clipNorm${onNan === 'skip' ? '' : '; --on-nan=skip goes on without such batches'}.`,
  });
}

/** What was not finite in a step that was not taken. */
export function notFiniteInWords({ loss, gradientNorm }: StepFigures): string {
  const weights =
    Number.isFinite(loss) && Number.isFinite(gradientNorm) ? ', and an update to weights that are not finite' : '';
  return `loss ${loss}, gradient norm ${gradientNorm}${weights}`;
}

/** The batches of the present epoch that are not trained on yet; a run that stopped after the last one goes on with none. */
async function* batchesLeft(run: TrainingRun, progress: Progress): AsyncGenerator<Batch, void> {
  let left = run.stepsPerEpoch - progress.stepInEpoch;
  if (left === 0) return;
  for await (const batch of run.source.batches(progress.epoch, progress.stepInEpoch)) {
    yield batch;
    if (--left === 0) return;
  }
}

/**
 * Validates where it is due, and takes what it finds into account: is it the best so far, and has there been none better for too long?
 * While the backbone is frozen embeddings stay as they are, and so may the value: the newest head counts as the best, and nobody loses patience.
 */
function validatorOf(run: TrainingRun) {
  const { config, stepsPerEpoch, validationSteps, frozenSteps } = run;
  const stopper = config.earlyStop === null ? undefined : earlyStop({ ...config.earlyStop, mode: 'max' });
  const lastStep = config.epochs * stepsPerEpoch;
  return {
    /** Whether the run was cut off after an early stop. */
    hasStopped: ({ earlyStop: state }: Progress): boolean =>
      stopper !== undefined && state !== null && stopper.isOver(state),

    /** Not at an epoch's beginning, which is the end of the one before it. */
    isDue: ({ step, stepInEpoch, validatedStep }: Progress): boolean =>
      stepInEpoch > 0 && step !== validatedStep && (step % validationSteps === 0 || step === lastStep),

    async validate(progress: Progress): Promise<{ progress: Progress; stop: boolean }> {
      const validation = await run.validate(progress);
      const { value } = validation;
      const { bestValue } = progress;
      const frozen = progress.step <= frozenSteps;
      const improved = bestValue === null || value > bestValue || (frozen && value === bestValue);
      const next = frozen ? undefined : stopper?.update(progress.earlyStop ?? stopper.init(), value);
      const validated: Progress = {
        ...progress,
        ...(improved && { bestEpoch: progress.epoch + 1, bestValue: value }),
        ...(next && { earlyStop: next.state }),
        validatedStep: progress.step,
      };
      await run.onValidation(validation, validated, improved);
      if (improved) await run.saveBest(validated);
      return { progress: validated, stop: next?.stop ?? false };
    },
  };
}
