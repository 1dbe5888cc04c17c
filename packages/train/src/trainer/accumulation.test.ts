import { type Batch, RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { assembleStep } from '../step/assemble-step.js';
import type { StepParts } from '../step/train-step.js';
import { disposeState, initialState, type TrainingState, withNewSlots } from '../step/training-state.js';
import { stateBits } from '../testing/bits-of.js';
import { noiseBatch } from '../testing/noise-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { compiledTrainer } from './compiled-trainer.js';
import { eagerTrainer } from './eager-trainer.js';
import type { Trainer } from './trainer.js';

const classes = 4;
const sidePx = 16;
const options = { learningRate: 0.05, marginStrength: 0.1 };

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function partsOf(keys: Partial<TrainingConfigInput> = {}): StepParts {
  const model = { name: 'iresnet18', embeddingSize: 8, imageSizePx: sidePx };
  return assembleStep(smallConfig({ model, margin: { name: 'adaface', scale: 8 }, ...keys }), classes);
}

function firstState(parts: StepParts): TrainingState {
  const { parameters, optimizer } = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  tf.dispose(optimizer);
  return withNewSlots(parts, parameters);
}

/** The batch several times over. */
function repeated({ images, labels, size, records, release }: Batch, times: number): Batch {
  const whole = new Uint8Array(images.length * times);
  const named = new Int32Array(size * times);
  for (let i = 0; i < times; i++) {
    whole.set(images, i * images.length);
    named.set(labels, i * size);
  }
  return { images: whole, labels: named, size: size * times, records, release };
}

const kinds = [
  ['eager', async (parts: StepParts, state: TrainingState) => eagerTrainer(parts, state)],
  [
    'compiled',
    (parts: StepParts, state: TrainingState, batchSize: number) => compiledTrainer(parts, state, { batchSize }),
  ],
] as const;

describe.each(kinds)('a batch in parts, in the %s trainer', (_, create) => {
  async function trained(parts: StepParts, batches: readonly Batch[]) {
    const trainer: Trainer = await create(parts, firstState(parts), batches[0]?.size as number);
    onTestFinished(() => trainer.dispose());
    const figures = [];
    for (const batch of batches) figures.push((await trainer.step(batch, options)).figures);
    const state = await trainer.state();
    onTestFinished(() => disposeState(state));
    return { figures, state, trainer };
  }

  function expectAlike(found: TrainingState, expected: TrainingState): void {
    expect(Object.keys(found.parameters).sort()).toEqual(Object.keys(expected.parameters).sort());
    for (const [name, tensor] of Object.entries(expected.parameters)) {
      const [apart, size] = tf.tidy(() => {
        const difference = tf.sub(tensor, found.parameters[name] as tf.Tensor);
        return [tf.max(tf.abs(difference)).dataSync()[0] as number, tf.max(tf.abs(tensor)).dataSync()[0] as number];
      });
      expect(apart, name).toBeLessThan(1e-4 * (0.1 + size));
    }
  }

  it('that are alike moves the weights as one of them does', async () => {
    const small = noiseBatch({ size: 4, sidePx, classes, seed: 'part' });
    const one = await trained(partsOf({ batchSize: 4 }), [small, small]);
    const three = await trained(partsOf({ batchSize: 12, accumulate: 3 }), [repeated(small, 3), repeated(small, 3)]);
    expectAlike(three.state, one.state);
    for (const [index, figures] of one.figures.entries())
      for (const [name, value] of Object.entries(figures))
        expect(three.figures[index]?.[name as keyof typeof figures], name).toBeCloseTo(value, 3);
  });

  it('moves the weights as the whole batch does where no norm goes by the batch', async () => {
    const batch = noiseBatch({ size: 12, sidePx, classes, seed: 'whole' });
    const margin = { name: 'arcface', scale: 8 } as const;
    const frozen = (accumulate: number): StepParts => ({
      ...partsOf({ batchSize: 12, accumulate, margin }),
      backbone: 'frozen',
    });
    const whole = await trained(frozen(1), [batch, batch]);
    const inParts = await trained(frozen(4), [batch, batch]);
    expectAlike(inParts.state, whole.state);
  });

  it('forgets the parts of a batch that was not finite', async () => {
    const parts = partsOf({ batchSize: 8, accumulate: 2 });
    const { trainer } = await trained(parts, [noiseBatch({ size: 8, sidePx, classes, seed: 'first' })]);
    const batch = noiseBatch({ size: 8, sidePx, classes, seed: 'second' });
    const before = await trainer.state();
    onTestFinished(() => disposeState(before));
    const refused = await trainer.step(batch, { ...options, marginStrength: Number.NaN });
    expect(refused.applied).toBe(false);
    const after = await trainer.state();
    expect(stateBits(after)).toEqual(stateBits(before));
    disposeState(after);
    expect(await trainer.step(batch, options)).toMatchObject({ applied: true });
  });
});

it('leaves no tensor behind', async () => {
  const tensors = tf.memory().numTensors;
  const parts = partsOf({ batchSize: 8, accumulate: 2 });
  const batch = noiseBatch({ size: 8, sidePx, classes, seed: 'first' });
  for (const create of [
    async (state: TrainingState) => eagerTrainer(parts, state),
    (state: TrainingState) => compiledTrainer(parts, state, { batchSize: 8 }),
  ]) {
    const trainer = await create(firstState(parts));
    await trainer.step(batch, options);
    trainer.dispose();
  }
  expect(tf.memory().numTensors).toBe(tensors);
});
