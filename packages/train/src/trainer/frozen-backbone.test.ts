import { startTensorflow } from '@arcface-ts/graph';
import { inferencePass, normalizePixels } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { assembleStep } from '../step/assemble-step.js';
import { batchLoss } from '../step/batch-loss.js';
import { createTrainStep, type StepParts } from '../step/train-step.js';
import { disposeState, withNewSlots } from '../step/training-state.js';
import { feedsOf } from '../testing/small-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { backboneOf, batch, bitsAt, classes, compiled, options, trainedState } from '../testing/small-steps.js';
import { compiledTrainer } from './compiled-trainer.js';
import { eagerTrainer } from './eager-trainer.js';
import type { StartTrainer } from './thawing-trainer.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function frozenParts(keys: Partial<TrainingConfigInput> = {}): StepParts {
  return { ...assembleStep(smallConfig(keys), classes), backbone: 'frozen' };
}

const kinds = [
  ['eager', eagerTrainer],
  ['compiled', compiled],
] as const satisfies readonly (readonly [string, StartTrainer])[];

describe.each(kinds)('a frozen backbone in the %s trainer', (_, create) => {
  it.each(['sgd', 'adam'] as const)(
    'is the same to the bit after steps of %s with weight decay; the head is not',
    async name => {
      const parts = frozenParts({ optimizer: { name, weightDecay: 0.1 }, margin: { name: 'adaface', scale: 8 } });
      const trainer = await create(parts, await trainedState(parts));
      const before = await bitsAt(trainer);
      for (let i = 0; i < 2; i++) expect(await trainer.step(batch, options)).toMatchObject({ applied: true });
      const after = await bitsAt(trainer);
      expect(backboneOf(parts, after)).toEqual(backboneOf(parts, before));
      expect(after['centres']).not.toBe(before['centres']);
      expect(after['margin/lengthMean']).not.toBe(before['margin/lengthMean']);
      expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
      trainer.dispose();
    },
  );

  it('is seen by the head as after training, by its running moments', async () => {
    const parts = frozenParts();
    const start = await trainedState(parts);
    const expected = tf.tidy(() => {
      const { images, labels, marginStrength } = feedsOf(batch);
      const embeddings = parts.model.embed(normalizePixels(images), inferencePass(start.parameters));
      return batchLoss(parts, start.parameters, { embeddings, labels, marginStrength }).loss.dataSync()[0] as number;
    });
    const trainer = await create(parts, start);
    const { figures } = await trainer.step(batch, options);
    expect(figures.loss).toBeCloseTo(expected, 4);
    trainer.dispose();
  });

  it('lets the head learn, and leaves no tensor behind', async () => {
    const parts = frozenParts();
    const tensors = tf.memory().numTensors;
    const trainer = await create(parts, await trainedState(parts));
    const losses: number[] = [];
    for (let i = 0; i < 20; i++) losses.push((await trainer.step(batch, options)).figures.loss);
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

it('has no optimizer state, and no part in what a step returns', async () => {
  const parts = frozenParts();
  const start = await trainedState(parts);
  expect(Object.keys(start.optimizer)).toEqual(['velocity/centres']);
  tf.tidy(() => {
    const { state } = createTrainStep(parts)(start, feedsOf(batch));
    expect(Object.keys(state.parameters)).toEqual(['centres']);
  });
  disposeState(start);
});

it('costs no backward pass through its convolutions', async () => {
  const opsOf = async (parts: StepParts): Promise<string[]> => {
    const start = withNewSlots(parts, (await trainedState(parts)).parameters);
    const trainer = await compiledTrainer(parts, start, { batchSize: classes });
    const { rows } = await trainer.profile(batch, options);
    trainer.dispose();
    return rows.map(({ op }) => op).filter(op => /Backprop|Gradient/.test(op));
  };
  expect(await opsOf(frozenParts())).toEqual([]);
  expect(await opsOf({ ...frozenParts(), backbone: 'trained' })).not.toEqual([]);
});
