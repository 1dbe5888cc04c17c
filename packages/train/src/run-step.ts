import { type Batch, NumericError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { imagesTensor } from './embed-photos.js';
import type { StepMetrics, TrainStep } from './train-step.js';
import { disposeState, type TrainingState } from './training-state.js';

/** What a step measured, as numbers. */
export type StepFigures = Record<keyof StepMetrics, number>;

/**
 * Feeds a batch to the step, waits for its figures and takes the new state; the old one is disposed.
 * When loss or gradient is not finite the update is not taken: the state stays as it was, and the NumericError names the
 * photos of the batch.
 */
export async function runStep(
  step: TrainStep,
  state: TrainingState,
  batch: Batch,
  options: { sidePx: number; learningRate: number; marginStrength: number; place: string },
): Promise<{ state: TrainingState; figures: StepFigures }> {
  const feeds = {
    images: imagesTensor(batch.images, batch.size, options.sidePx),
    labels: tf.tensor1d(batch.labels, 'int32'),
    learningRate: tf.scalar(options.learningRate),
    marginStrength: tf.scalar(options.marginStrength),
  };
  const { state: next, metrics } = step(state, feeds);
  tf.dispose(Object.values(feeds));
  const figures = await readFigures(metrics);
  if (!Number.isFinite(figures.loss) || !Number.isFinite(figures.gradientNorm)) {
    disposeState(next);
    throw NumericError.because({
      expected: 'a finite loss and gradient',
      received: `loss ${figures.loss}, gradient norm ${figures.gradientNorm}`,
      place: options.place,
      next: `The update was not taken. Lower learningRate.base or set clipNorm; the batch held ${batch.records.join(', ')}.`,
    });
  }
  disposeState(state);
  return { state: next, figures };
}

/** Waits for the device once for all figures together. */
async function readFigures(metrics: StepMetrics): Promise<StepFigures> {
  const names = Object.keys(metrics) as (keyof StepMetrics)[];
  const together = tf.stack(names.map(name => metrics[name]));
  const values = await together.data();
  tf.dispose([together, metrics as unknown as tf.TensorContainer]);
  return Object.fromEntries(names.map((name, i) => [name, values[i] as number])) as StepFigures;
}
