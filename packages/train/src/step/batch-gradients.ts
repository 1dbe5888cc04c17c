import { type AngleStatistics, angleStatistics } from '@arcface-ts/losses';
import { type ForwardPass, inferencePass, normalizePixels, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { type BatchLoss, batchLoss } from './batch-loss.js';
import type { StepFeeds, StepParts } from './train-step.js';
import { trainedOf, trainedSpecs } from './training-state.js';

/** What a batch asks of the weights. */
export interface BatchGradients {
  /** Of each trained parameter; times the loss scale, where there is one. */
  readonly gradients: Parameters;
  /** What runs along as it is after the batch: the moments of the norms, what the margin remembers. */
  readonly running: Parameters;
  /** Scalars. The loss is free of its scale, and the mean of an ensemble's members. */
  readonly figures: AngleStatistics & { readonly loss: tf.Scalar };
}

/** Share of the batch's moments in the running ones; PyTorch's default. */
const momentsUpdate = 0.1;

/**
 * The first half of a step as a pure function: pixels → embeddings → scores → margin → loss → gradients. The tensors it takes
 * stay the caller's, those it returns are the caller's too.
 */
export function createBatchGradients(
  parts: StepParts,
): (
  parameters: Parameters,
  feeds: Pick<StepFeeds, 'images' | 'labels' | 'marginStrength' | 'lossScale'>,
) => BatchGradients {
  const { model, backbone } = parts;
  const specs = trainedSpecs(parts);
  return (present, { images, labels, marginStrength, lossScale }) =>
    tf.tidy(() => {
      const trained = trainedOf(present, specs);
      const names = Object.keys(trained);
      const pixels = normalizePixels(images); // [batch, height, width, 3]
      const moments: Parameters = {};
      let forward: BatchLoss | undefined;
      // Outside of what is differentiated: nothing of the forward pass is kept for a gradient.
      const fixed = backbone === 'frozen' ? model.embed(pixels, inferencePass(present)) : undefined;
      const lossOf = (...values: tf.Tensor[]): tf.Scalar => {
        const parameters = {
          ...present,
          ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])),
        };
        const embeddings = fixed ?? model.embed(pixels, trainingPass(parameters, moments)); // [batch, embedding]
        forward = batchLoss(parts, parameters, { embeddings, labels, marginStrength });
        for (const each of [forward.scores, forward.cosines, ...Object.values(forward.figures)]) tf.keep(each);
        return lossScale === undefined ? forward.loss : tf.mul(forward.loss, lossScale);
      };
      const { value, grads } = tf.valueAndGrads(lossOf)(Object.values(trained));
      const { scores, cosines, losses, figures } = forward as unknown as BatchLoss;
      const unscaled = (lossScale === undefined ? value : tf.div(value, lossScale)) as tf.Scalar;
      const loss = losses === 1 ? unscaled : (tf.div(unscaled, losses) as tf.Scalar);
      const found = {
        gradients: Object.fromEntries(names.map((name, i) => [name, grads[i] as tf.Tensor])),
        running: { ...runningMoments(present, moments), ...copies(figures) },
        figures: { loss, ...angleStatistics(cosines, labels, scores) },
      };
      // What was kept from the gradient function's own scope is freed by hand.
      tf.dispose([moments, figures, scores, cosines]);
      return found as unknown as tf.TensorContainer;
    }) as unknown as BatchGradients;
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
