import { type Batch, UsageError } from '@arcface-ts/core';
import {
  compile,
  profileOfStep,
  type SessionOptions,
  type StepProfile,
  settleMemory,
  Variables,
} from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { compiledEmbedding } from '../embedding/compiled-embedding.js';
import { withoutPrefix, withPrefix } from '../prefixed.js';
import { createTrainStep, type StepFeeds, type StepParts } from '../train-step.js';
import { disposeState, type TrainingState } from '../training-state.js';
import type { StepFigures, StepOptions, Trainer } from './trainer.js';

const parameterPrefix = 'parameters/';
const optimizerPrefix = 'optimizer/';
const averagePrefix = 'average/';

/** A trainer that can say where a step's time goes. */
export interface CompiledTrainer extends Trainer {
  /** Trains on a batch as `step` does, with TensorFlow's tracing on, which makes it slower. */
  profile(batch: Batch, options: StepOptions): Promise<StepProfile>;
}

/**
 * Trains with the whole step as one TensorFlow graph that runs off the main thread. The state lives in the graph's variables;
 * what was handed in is disposed. With `scaleLoss` each step takes a loss scale, 1 unless it is told another.
 */
export async function compiledTrainer(
  parts: StepParts,
  start: TrainingState,
  options: SessionOptions & { batchSize: number; scaleLoss?: boolean },
): Promise<CompiledTrainer> {
  const { batchSize, scaleLoss = false, ...sessionOptions } = options;
  const { imageSizePx } = parts.model;
  const averaged = Object.keys(start.average).length > 0;
  const variables = await Variables.create(flatten(start), sessionOptions);
  disposeState(start);
  const takeStep = createTrainStep(parts);
  const step = compile(
    (inputs, values) => {
      const { state, metrics } = takeStep(unflatten(values), inputs as unknown as StepFeeds);
      const finite = tf.logicalAnd(tf.isFinite(metrics.loss), tf.isFinite(metrics.gradientNorm));
      return { outputs: { ...metrics }, updates: flatten(state), guard: finite };
    },
    {
      name: 'train_step',
      variables,
      inputs: {
        images: { shape: [batchSize, imageSizePx, imageSizePx, 3], dtype: 'uint8' },
        labels: { shape: [batchSize], dtype: 'int32' },
        learningRate: { shape: [], dtype: 'float32' },
        marginStrength: { shape: [], dtype: 'float32' },
        ...(scaleLoss && { lossScale: { shape: [], dtype: 'float32' } }),
        ...(averaged && { averageRate: { shape: [], dtype: 'float32' } }),
      },
    },
  );
  // The state was there twice, and was traced twice.
  settleMemory();
  const feedsOf = ({ images, labels }: Batch, options: StepOptions) => {
    const { learningRate, marginStrength, lossScale = 1, averageRate = 1 } = options;
    if (!scaleLoss && lossScale !== 1) {
      throw UsageError.because({
        expected: 'a trainer that scales its loss',
        received: `loss scale ${lossScale} for one that does not`,
        place: 'compiledTrainer',
        next: 'Make it with scaleLoss.',
      });
    }
    return {
      ...{ images, labels, learningRate, marginStrength },
      ...(scaleLoss && { lossScale }),
      ...(averaged && { averageRate }),
    };
  };
  return {
    async step(batch, stepOptions) {
      const { outputs, applied } = await step.run(feedsOf(batch, stepOptions));
      const entries = Object.entries(outputs).map(([name, { data }]) => [name, data[0]]);
      return { figures: Object.fromEntries(entries) as StepFigures, applied };
    },
    async profile(batch, stepOptions) {
      const metadata = await step.profile(feedsOf(batch, stepOptions));
      // Every node that ran has a label with its op.
      return profileOfStep(metadata, () => undefined);
    },
    embed: compiledEmbedding(parts.model, variables, { batchSize, prefix: averaged ? averagePrefix : parameterPrefix }),
    state: async () => unflatten(await variables.read()),
    dispose: () => variables.dispose(),
  };
}

/** A state as one record; names tell the kinds apart. */
function flatten({ parameters, optimizer, average }: TrainingState): Record<string, tf.Tensor> {
  return {
    ...withPrefix(parameterPrefix, parameters),
    ...withPrefix(optimizerPrefix, optimizer),
    ...withPrefix(averagePrefix, average),
  };
}

function unflatten(values: Record<string, tf.Tensor>): TrainingState {
  return {
    parameters: withoutPrefix(parameterPrefix, values),
    optimizer: withoutPrefix(optimizerPrefix, values),
    average: withoutPrefix(averagePrefix, values),
  };
}
