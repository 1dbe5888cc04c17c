import { type Batch, NumericError, RandomStream } from '@arcface-ts/core';
import {
  compiledTrainer,
  eagerTrainer,
  initialState,
  type StepParts,
  type Trainer,
  type TrainingState,
} from '@arcface-ts/train';

export const stepModes = ['compiled', 'compiled_bfloat16', 'eager'] as const;
export type StepMode = (typeof stepModes)[number];

/** What every step does again: the net and its loss on one batch that stays in memory. */
export interface StepWork {
  readonly parts: StepParts;
  readonly batch: Batch;
  readonly learningRate: number;
}

type StartTrainer = (parts: StepParts, start: TrainingState, batchSize: number) => Trainer | Promise<Trainer>;

const trainers: Record<StepMode, StartTrainer> = {
  compiled: (parts, start, batchSize) => compiledTrainer(parts, start, { batchSize }),
  compiled_bfloat16: (parts, start, batchSize) => compiledTrainer(parts, start, { batchSize, precision: 'bfloat16' }),
  eager: eagerTrainer,
};

/** Our training step in a mode: a function that runs one and waits for its loss. */
export async function createStepper(mode: StepMode, work: StepWork): Promise<() => Promise<void>> {
  const { parts, batch, learningRate } = work;
  const start = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  const trainer = await trainers[mode](parts, start, batch.size);
  const options = { learningRate, marginStrength: parts.margin.fullStrength };
  return async () => {
    const { applied, figures } = await trainer.step(batch, options);
    if (applied) return;
    throw NumericError.because({
      expected: 'a finite loss and gradient',
      received: `loss ${figures.loss}, gradient norm ${figures.gradientNorm}`,
      place: `tools:bench, ${parts.model.name}`,
    });
  };
}
