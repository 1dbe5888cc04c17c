import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { inferencePass, normalizePixels, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleStep } from '../assemble-step.js';
import { batchLoss } from '../batch-loss.js';
import type { TrainingConfigInput } from '../config.js';
import { stateBits } from '../testing/bits-of.js';
import { feedsOf, smallBatch } from '../testing/small-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { createTrainStep, type StepParts } from '../train-step.js';
import { copyState, disposeState, initialState, type TrainingState, withNewSlots } from '../training-state.js';
import { compiledTrainer } from './compiled-trainer.js';
import { eagerTrainer } from './eager-trainer.js';
import { type StartTrainer, thawingTrainer } from './thawing-trainer.js';
import type { Trainer } from './trainer.js';

const classes = 3;
const batch = smallBatch(classes);
const options = { learningRate: 0.05, marginStrength: 0.1 };

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function frozenParts(keys: Partial<TrainingConfigInput> = {}): StepParts {
  return { ...assembleStep(smallConfig(keys), classes), backbone: 'frozen' };
}

/** A state whose running moments are not those of before the first step, as of a net that was trained. */
async function trainedState(parts: StepParts): Promise<TrainingState> {
  const whole: StepParts = { ...parts, backbone: 'trained' };
  const trainer = eagerTrainer(whole, initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1)));
  await trainer.step(batch, options);
  const { parameters, optimizer } = await trainer.state();
  trainer.dispose();
  tf.dispose(optimizer);
  return withNewSlots(parts, parameters);
}

const compiled: StartTrainer = (parts, start) => compiledTrainer(parts, start, { batchSize: classes });
const kinds = [
  ['eager', eagerTrainer],
  ['compiled', compiled],
] as const satisfies readonly (readonly [string, StartTrainer])[];

async function bitsAt(trainer: Trainer): Promise<Record<string, string>> {
  const state = await trainer.state();
  const bits = stateBits(state);
  disposeState(state);
  return bits;
}

function backboneOf(parts: StepParts, bits: Record<string, string>): Record<string, string | undefined> {
  return Object.fromEntries(parts.model.parameters.map(({ name }) => [name, bits[name]]));
}

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

describe.each([
  ['eager', eagerTrainer, [1, 2, 3]],
  ['compiled', compiled, [2]],
] as const satisfies readonly (readonly [string, StartTrainer, readonly number[]])[])(
  'a backbone that thaws after two steps in the %s trainer',
  (_, create, cuts) => {
    const parts = assembleStep(smallConfig({ optimizer: { name: 'adam' } }), classes);
    const thawing = (start: TrainingState, stepsDone: number): Promise<Trainer> =>
      thawingTrainer(parts, start, { frozenSteps: 2, stepsDone, create });
    const start = () => trainedState({ ...parts, backbone: 'frozen' });

    it('stays as it is for two steps, and is trained from there as by a new optimizer', async () => {
      const trainer = await thawing(await start(), 0);
      const before = await bitsAt(trainer);
      for (let i = 0; i < 2; i++) await trainer.step(batch, options);
      const state = await trainer.state();
      expect(backboneOf(parts, stateBits(state))).toEqual(backboneOf(parts, before));
      tf.dispose(state.optimizer);
      const anew = await create(parts, withNewSlots(parts, state.parameters));
      for (const each of [trainer, anew]) await each.step(batch, options);
      const after = await bitsAt(trainer);
      expect(after).toEqual(await bitsAt(anew));
      expect(backboneOf(parts, after)).not.toEqual(backboneOf(parts, before));
      for (const each of [trainer, anew]) each.dispose();
    });

    it.each(cuts)('goes on after %i of three steps to the same weights, to the bit', async cut => {
      const from = await start();
      const whole = await thawing(copyState(from), 0);
      const first = await thawing(from, 0);
      for (let i = 0; i < 3; i++) await whole.step(batch, options);
      for (let i = 0; i < cut; i++) await first.step(batch, options);
      const rest = await thawing(await first.state(), cut);
      for (let i = cut; i < 3; i++) await rest.step(batch, options);
      expect(await bitsAt(rest)).toEqual(await bitsAt(whole));
      for (const trainer of [whole, first, rest]) trainer.dispose();
    });
  },
);

it('that is never frozen is trained as ever', async () => {
  const parts = assembleStep(smallConfig(), classes);
  const parameters = async (): Promise<Parameters> => (await trainedState(parts)).parameters;
  const plain = eagerTrainer(parts, withNewSlots(parts, await parameters()));
  const thawing = await thawingTrainer(parts, withNewSlots(parts, await parameters()), {
    frozenSteps: 0,
    stepsDone: 0,
    create: eagerTrainer,
  });
  for (const each of [plain, thawing]) await each.step(batch, options);
  expect(await bitsAt(thawing)).toEqual(await bitsAt(plain));
  for (const each of [plain, thawing]) each.dispose();
});
