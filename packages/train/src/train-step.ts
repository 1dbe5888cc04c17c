import { type AngleStatistics, angleStatistics } from '@arcface-ts/losses';
import {
  type ForwardPass,
  inferencePass,
  normalizePixels,
  type ParameterSpec,
  type Parameters,
} from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { type BatchLoss, batchLoss, type LossParts } from './batch-loss.js';
import { clipFactor, globalNorm } from './optimizer/clip-by-global-norm.js';
import type { Optimizer } from './optimizer/optimizer.js';
import { type TrainingState, trainedOf, trainedSpecs } from './training-state.js';
import { movedAverage } from './weight-average.js';

/** What a step is made of. */
export interface StepParts extends LossParts {
  /** The parameters of model and head, and the running figures of the margin. */
  readonly specs: readonly ParameterSpec[];
  readonly optimizer: Optimizer;
  readonly clipNorm: number | null;
  /** Frozen: embeddings as after training, by the running moments; only the head has gradients, updates and weight decay. */
  readonly backbone: 'trained' | 'frozen';
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

/** The state that it returns holds what the step changes: nothing of a frozen backbone. */
export type TrainStep = (state: TrainingState, feeds: StepFeeds) => { state: TrainingState; metrics: StepMetrics };

/** Share of the batch's moments in the running ones; PyTorch's default. */
const momentsUpdate = 0.1;

/**
 * One training step as a pure function: pixels → embeddings → scores → margin → loss → gradients → clip → update.
 * It reads no value, so that it can run eagerly or be traced as it stands. The tensors it takes stay the caller's; those it
 * returns are new ones, and the caller's too: a state that turns out not to be finite is simply not taken.
 */
export function createTrainStep(parts: StepParts): TrainStep {
  const { model, optimizer, clipNorm, backbone } = parts;
  const specs = trainedSpecs(parts);
  return (state, { images, labels, learningRate, marginStrength, lossScale, averageRate }) =>
    tf.tidy(() => {
      const trained = trainedOf(state.parameters, specs);
      const names = Object.keys(trained);
      const pixels = normalizePixels(images); // [batch, height, width, 3]
      const moments: Parameters = {};
      let forward: BatchLoss | undefined;
      const scaled = (value: tf.Scalar) => (lossScale === undefined ? value : (tf.mul(value, lossScale) as tf.Scalar));
      const unscaled = (value: tf.Scalar) =>
        lossScale === undefined ? value : (tf.div(value, lossScale) as tf.Scalar);
      // Outside of what is differentiated: nothing of the forward pass is kept for a gradient.
      const fixed = backbone === 'frozen' ? model.embed(pixels, inferencePass(state.parameters)) : undefined;
      const lossOf = (...values: tf.Tensor[]): tf.Scalar => {
        const parameters = {
          ...state.parameters,
          ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])),
        };
        const embeddings = fixed ?? model.embed(pixels, trainingPass(parameters, moments)); // [batch, embedding]
        forward = batchLoss(parts, parameters, { embeddings, labels, marginStrength });
        for (const each of [forward.scores, forward.cosines, ...Object.values(forward.figures)]) tf.keep(each);
        return scaled(forward.loss);
      };
      const { value, grads } = tf.valueAndGrads(lossOf)(Object.values(trained));
      const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor]));
      const { scores, cosines, figures } = forward as unknown as BatchLoss;
      const norm = unscaled(globalNorm(gradients));
      const clipping = clipNorm === null ? undefined : clipFactor(norm, clipNorm);
      const gradientScale = lossScale === undefined ? clipping : unscaled(clipping ?? tf.scalar(1));
      const updated = optimizer.update(gradients, state.optimizer, trained, {
        learningRate,
        ...(gradientScale === undefined ? {} : { gradientScale }),
      });
      const metrics = {
        loss: unscaled(value as tf.Scalar),
        gradientNorm: norm,
        ...angleStatistics(cosines, labels, scores),
      };
      const running = { ...runningMoments(state.parameters, moments), ...copies(figures) };
      // What was kept from the gradient function's own scope is freed by hand.
      tf.dispose([moments, figures, scores, cosines]);
      const changed = { ...running, ...updated.parameters };
      const average = movedAverage(state.average, changed, averageRate);
      return { state: { parameters: changed, optimizer: updated.state, average }, metrics };
    }) as unknown as ReturnType<TrainStep>;
}

function trainingPass(parameters: Parameters, moments: Parameters): ForwardPass {
  return {
    training: true,
    parameter: name => parameters[name] as tf.Tensor,
    batchMoments: (layer, mean, variance) => {
      moments[`${layer}.mean`] = mean;
      moments[`${layer}.variance`] = variance;
    },
  };
}

function copies(tensors: Parameters): Parameters {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
}

/** running ← running + 0.1·(batch − running). */
function runningMoments(parameters: Parameters, moments: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(moments).map(([name, batch]) => {
      const running = parameters[name] as tf.Tensor;
      return [name, tf.add(running, tf.mul(tf.sub(batch, running), momentsUpdate))];
    }),
  );
}
