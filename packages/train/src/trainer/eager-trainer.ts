import * as tf from '@tensorflow/tfjs-core';
import { eagerEmbedding, imagesTensor } from '../embedding/eager-embedding.js';
import { createBatchGradients } from '../step/batch-gradients.js';
import { inParts } from '../step/batch-parts.js';
import { type StepParts, type StepTaken, takeUpdate } from '../step/train-step.js';
import { copyState, disposeState, type TrainingState, withChanges } from '../step/training-state.js';
import { judgedWeights } from '../step/weight-average.js';
import { slicesOf } from './batch-slices.js';
import type { Trainer } from './trainer.js';

/** Trains op by op on this thread: slower, and every value can be looked at. It takes the state over. */
export function eagerTrainer(parts: StepParts, start: TrainingState): Trainer {
  const gradientsOf = createBatchGradients(parts);
  const sidePx = parts.model.imageSizePx;
  let state = start;
  return {
    async step(batch, { learningRate, marginStrength, lossScale, averageRate }) {
      const feeds = {
        learningRate: tf.scalar(learningRate),
        marginStrength: tf.scalar(marginStrength),
        ...(lossScale === undefined ? {} : { lossScale: tf.scalar(lossScale) }),
        ...(averageRate === undefined ? {} : { averageRate: tf.scalar(averageRate) }),
      };
      const {
        state: next,
        metrics,
        finite,
      } = tf.tidy(() => {
        const slices = slicesOf(batch, parts.accumulate).map(({ images, labels, size }) => () => {
          const fed = { images: imagesTensor(images, size, sidePx), labels: tf.tensor1d(labels, 'int32') };
          return gradientsOf(state.parameters, { ...feeds, ...fed });
        });
        return takeUpdate(parts, state, { feeds, batch: inParts(slices) }) as unknown as tf.TensorContainer;
      }) as unknown as StepTaken;
      tf.dispose(Object.values(feeds));
      const { applied, ...figures } = await readNumbers({ ...metrics, applied: finite });
      if (applied) state = withChanges(state, next);
      else disposeState(next);
      return { figures, applied: applied === 1 };
    },
    embed: batch => eagerEmbedding(parts.model, judgedWeights(state))(batch),
    state: async () => copyState(state),
    dispose: () => disposeState(state),
  };
}

/** Waits for the device once for all scalars together, and disposes them; a bool is 0 or 1. */
async function readNumbers<Name extends string>(scalars: Record<Name, tf.Scalar>): Promise<Record<Name, number>> {
  const names = Object.keys(scalars) as Name[];
  const together = tf.tidy(() => tf.stack(names.map(name => tf.cast(scalars[name], 'float32'))));
  const values = await together.data();
  tf.dispose([together, scalars]);
  return Object.fromEntries(names.map((name, i) => [name, values[i] as number])) as Record<Name, number>;
}
