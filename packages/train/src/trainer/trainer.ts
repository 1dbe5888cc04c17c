import { type Batch, NumericError } from '@arcface-ts/core';
import type { EmbedBatch } from '../embedding/embed-photos.js';
import type { StepMetrics } from '../train-step.js';
import type { TrainingState } from '../training-state.js';

/** What a step measured, as numbers. */
export type StepFigures = Record<keyof StepMetrics, number>;

/** What a step is told beside its batch. */
export interface StepOptions {
  readonly learningRate: number;
  readonly marginStrength: number;
  /** Where in the run it is, for error messages. */
  readonly place: string;
}

/** A model in training: it holds the state, takes steps, and lends its present weights to a validation. */
export interface Trainer {
  /**
   * Trains on a batch. When loss or gradient is not finite the update is not taken: the state stays as it was, and the
   * NumericError names the photos of the batch.
   */
  step(batch: Batch, options: StepOptions): Promise<StepFigures>;
  /** Embeds photos with the present weights. */
  readonly embed: EmbedBatch;
  /** A copy of the present state, which is the caller's. */
  state(): Promise<TrainingState>;
  dispose(): void;
}

/** What a step ends with when its numbers are not finite; its update must not have been taken. */
export function notFinite({ loss, gradientNorm }: StepFigures, batch: Batch, place: string): NumericError {
  return NumericError.because({
    expected: 'a finite loss and gradient',
    received: `loss ${loss}, gradient norm ${gradientNorm}`,
    place,
    next: `The update was not taken. Lower learningRate.base or set clipNorm; the batch held ${batch.records.join(', ')}.`,
  });
}
