import type { Batch } from '@arcface-ts/core';
import type { EmbedBatch } from '../embedding/embed-photos.js';
import type { StepMetrics } from '../step/train-step.js';
import type { TrainingState } from '../step/training-state.js';

/** What a step measured, as numbers. */
export type StepFigures = Record<keyof StepMetrics, number>;

/** What a step is told beside its batch. */
export interface StepOptions {
  readonly learningRate: number;
  readonly marginStrength: number;
  /** Factor of the loss while gradients are computed, so that small ones do not vanish in float16. */
  readonly lossScale?: number;
  /** Share of the new weights in their running mean, where the state holds one; 1 unless told. */
  readonly averageRate?: number;
}

export interface StepResult {
  readonly figures: StepFigures;
  /** Whether loss, gradient and new weights were finite; when they were not, the update was not taken and the state is as it was. */
  readonly applied: boolean;
}

/** A model in training: it holds the state, takes steps, and lends its present weights to a validation. */
export interface Trainer {
  /** Trains on a batch, unless its loss, its gradient or a weight after its update is not finite. */
  step(batch: Batch, options: StepOptions): Promise<StepResult>;
  /** Embeds photos with the present weights; with their running mean where the state holds one. */
  readonly embed: EmbedBatch;
  /** A copy of the present state, which is the caller's. */
  state(): Promise<TrainingState>;
  dispose(): void;
}
