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
import { createBatchGradients } from '../step/batch-gradients.js';
import { emptySums, wholeBatch, withPart } from '../step/batch-parts.js';
import { withoutPrefix, withPrefix } from '../step/prefixed.js';
import { type StepFeeds, type StepParts, takeUpdate } from '../step/train-step.js';
import { disposeState, type TrainingState } from '../step/training-state.js';
import { type BatchSlice, slicesOf } from './batch-slices.js';
import type { StepFigures, StepOptions, Trainer } from './trainer.js';

const parameterPrefix = 'parameters/';
const optimizerPrefix = 'optimizer/';
const averagePrefix = 'average/';
const sumsPrefix = 'sums/';

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
  const { model, accumulate } = parts;
  const side = model.imageSizePx;
  const averaged = Object.keys(start.average).length > 0;
  const sums = accumulate > 1 ? emptySums(parts) : {};
  const variables = await Variables.create(
    { ...flatten(start), ...withPrefix(sumsPrefix, sums) },
    { branches: parts.nets, ...sessionOptions },
  );
  const stateNames = Object.keys(flatten(start));
  disposeState(start);
  tf.dispose(sums);
  const gradientsOf = createBatchGradients(parts);
  const weight = 1 / accumulate;
  const scalar = { shape: [], dtype: 'float32' } as const;
  const ofBatch = {
    images: { shape: [batchSize / accumulate, side, side, 3], dtype: 'uint8' },
    labels: { shape: [batchSize / accumulate], dtype: 'int32' },
    marginStrength: scalar,
    ...(scaleLoss && { lossScale: scalar }),
  } as const;
  /** All parts of a batch but the last. */
  const addPart =
    accumulate === 1
      ? undefined
      : compile(
          ({ begun, ...inputs }, values) => {
            const part = gradientsOf(unflatten(values).parameters, inputs as unknown as StepFeeds);
            const before = withoutPrefix(sumsPrefix, values);
            const added = withPart(before, part, { weight, begun: tf.greater(begun as tf.Tensor, 0) });
            return { outputs: {}, updates: withPrefix(sumsPrefix, added) };
          },
          { name: 'train_part', variables, inputs: { ...ofBatch, begun: scalar } },
        );
  const step = compile(
    (inputs, values) => {
      const feeds = inputs as unknown as StepFeeds;
      const before = unflatten(values);
      const part = gradientsOf(before.parameters, feeds);
      const batch =
        addPart === undefined ? part : wholeBatch(withPart(withoutPrefix(sumsPrefix, values), part, { weight }));
      const { state, metrics, finite } = takeUpdate(parts, before, { feeds, batch });
      return { outputs: { ...metrics }, updates: flatten(state), guard: finite };
    },
    {
      name: 'train_step',
      variables,
      inputs: { ...ofBatch, learningRate: scalar, ...(averaged && { averageRate: scalar }) },
    },
  );
  // The state was there twice, and was traced twice.
  settleMemory();
  /** What a step is fed after all parts of its batch but the last were added up. */
  const lastPart = async (batch: Batch, options: StepOptions) => {
    const { learningRate, marginStrength, lossScale = 1, averageRate = 1 } = options;
    if (!scaleLoss && lossScale !== 1) throw scalesNothing(lossScale);
    const shared = { marginStrength, ...(scaleLoss && { lossScale }) };
    const slices = slicesOf(batch, accumulate);
    for (const [index, { images, labels }] of slices.slice(0, -1).entries())
      await addPart?.run({ ...shared, images, labels, begun: Math.sign(index) });
    const { images, labels } = slices.at(-1) as BatchSlice;
    return { ...shared, images, labels, learningRate, ...(averaged && { averageRate }) };
  };
  return {
    async step(batch, stepOptions) {
      const { outputs, applied } = await step.run(await lastPart(batch, stepOptions));
      const entries = Object.entries(outputs).map(([name, { data }]) => [name, data[0]]);
      return { figures: Object.fromEntries(entries) as StepFigures, applied };
    },
    async profile(batch, stepOptions) {
      const metadata = await step.profile(await lastPart(batch, stepOptions));
      // Every node that ran has a label with its op.
      return profileOfStep(metadata, () => undefined);
    },
    embed: compiledEmbedding(model, variables, { batchSize, prefix: averaged ? averagePrefix : parameterPrefix }),
    state: async () => unflatten(await variables.read(stateNames)),
    dispose: () => variables.dispose(),
  };
}

function scalesNothing(lossScale: number): UsageError {
  return UsageError.because({
    expected: 'a trainer that scales its loss',
    received: `loss scale ${lossScale} for one that does not`,
    place: 'compiledTrainer',
    next: 'Make it with scaleLoss.',
  });
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
