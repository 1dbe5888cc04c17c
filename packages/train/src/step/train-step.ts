import type { AngleStatistics } from '@arcface-ts/losses';
import type { ParameterSpec } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { clipFactor, globalNorm } from '../optimizer/clip-by-global-norm.js';
import type { Optimizer } from '../optimizer/optimizer.js';
import { type BatchGradients, createBatchGradients } from './batch-gradients.js';
import type { LossParts } from './batch-loss.js';
import { type TrainingState, trainedOf, trainedSpecs } from './training-state.js';
import { movedAverage } from './weight-average.js';

/** What a step is made of. */
export interface StepParts extends LossParts {
  /** The parameters of model and head, and the running figures of the margin. */
  readonly specs: readonly ParameterSpec[];
  readonly optimizer: Optimizer;
  readonly clipNorm: number | null;
  /** Parts of equal size that the gradient of a batch is computed in, one after the other. */
  readonly accumulate: number;
  /** Frozen: embeddings as after training, by the running moments; only the head has gradients, updates and weight decay. */
  readonly backbone: 'trained' | 'frozen';
  /** Nets that are trained side by side: none waits for another. */
  readonly nets: number;
}

/** What changes from step to step. */
export interface StepFeeds {
  /** [batch, height, width, 3] int32 pixels. */
  readonly images: tf.Tensor4D;
  /** [batch] int32 */
  readonly labels: tf.Tensor1D;
  readonly learningRate: tf.Scalar;
  readonly marginStrength: tf.Scalar;
  /** Factor of the loss while gradients are computed, a power of two; 1 unless told. Figures and updates are free of it. */
  readonly lossScale?: tf.Scalar;
  /** Share of the new weights in their running mean; 1 unless told. */
  readonly averageRate?: tf.Scalar;
}

/** Scalars. */
export interface StepMetrics extends AngleStatistics {
  readonly loss: tf.Scalar;
  /** Before clipping. */
  readonly gradientNorm: tf.Scalar;
}

/** The state holds what the step changes: nothing of a frozen backbone. */
export interface StepTaken {
  readonly state: TrainingState;
  readonly metrics: StepMetrics;
  /** bool: whether loss, gradients and the new weights are finite, so that the state may be taken. */
  readonly finite: tf.Scalar;
}

export type TrainStep = (state: TrainingState, feeds: StepFeeds) => StepTaken;

/**
 * One training step as a pure function: pixels → embeddings → scores → margin → loss → gradients → clip → update.
 * It reads no value, so that it can run eagerly or be traced as it stands. The tensors it takes stay the caller's; those it
 * returns are new ones, and the caller's too: a state that turns out not to be finite is simply not taken.
 */
export function createTrainStep(parts: StepParts): TrainStep {
  const gradientsOf = createBatchGradients(parts);
  return (state, feeds) =>
    tf.tidy(() => {
      const batch = gradientsOf(state.parameters, feeds);
      return takeUpdate(parts, state, { feeds, batch }) as unknown as tf.TensorContainer;
    }) as unknown as StepTaken;
}

/** The second half of a step: gradients → clip → update, and the mean of the weights after it. */
export function takeUpdate(
  parts: StepParts,
  state: TrainingState,
  {
    feeds: { learningRate, lossScale, averageRate },
    batch: { gradients, running, figures },
  }: {
    feeds: Pick<StepFeeds, 'learningRate' | 'lossScale' | 'averageRate'>;
    batch: BatchGradients;
  },
): StepTaken {
  const { optimizer, clipNorm } = parts;
  return tf.tidy(() => {
    const unscaled = (value: tf.Scalar) => (lossScale === undefined ? value : (tf.div(value, lossScale) as tf.Scalar));
    const gradientNorm = unscaled(globalNorm(gradients));
    const clipping = clipNorm === null ? undefined : clipFactor(gradientNorm, clipNorm);
    const gradientScale = lossScale === undefined ? clipping : unscaled(clipping ?? tf.scalar(1));
    const updated = optimizer.update(gradients, state.optimizer, trainedOf(state.parameters, trainedSpecs(parts)), {
      learningRate,
      ...(gradientScale === undefined ? {} : { gradientScale }),
    });
    const parameters = { ...running, ...updated.parameters };
    const average = movedAverage(state.average, parameters, averageRate);
    const finite = [figures.loss, gradientNorm, globalNorm(parameters)].map(value => tf.isFinite(value));
    const taken = {
      state: { parameters, optimizer: updated.state, average },
      metrics: { ...figures, gradientNorm },
      finite: finite.reduce((all, one) => tf.logicalAnd(all, one)),
    };
    return taken as unknown as tf.TensorContainer;
  }) as unknown as StepTaken;
}
