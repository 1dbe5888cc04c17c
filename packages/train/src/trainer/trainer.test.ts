import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { assembleStep } from '../step/assemble-step.js';
import type { StepParts } from '../step/train-step.js';
import { disposeState, initialState, type TrainingState } from '../step/training-state.js';
import { beginAverage } from '../step/weight-average.js';
import { stateBits } from '../testing/bits-of.js';
import { poisoned } from '../testing/poisoned-state.js';
import { smallBatch } from '../testing/small-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { compiledTrainer } from './compiled-trainer.js';
import { eagerTrainer } from './eager-trainer.js';
import type { Trainer } from './trainer.js';

const parts = assembleStep(smallConfig(), 3);
const batch = smallBatch(3);
const options = { learningRate: 0.05, marginStrength: 0.1 };

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function firstState(): TrainingState {
  return initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
}

async function bitsAt(trainer: Trainer): Promise<Record<string, string>> {
  const state = await trainer.state();
  const bits = stateBits(state);
  disposeState(state);
  return bits;
}

const kinds = [
  ['eager', async (state: TrainingState) => eagerTrainer(parts, state)],
  ['compiled', (state: TrainingState) => compiledTrainer(parts, state, { batchSize: 3 })],
] as const;

describe.each(kinds)('the %s trainer', (_, create) => {
  async function trainerOf(state: TrainingState): Promise<Trainer> {
    const trainer = await create(state);
    onTestFinished(() => trainer.dispose());
    return trainer;
  }

  it('gives the figures of a step as numbers, and takes the new state', async () => {
    const trainer = await trainerOf(firstState());
    const before = await bitsAt(trainer);
    const { figures, applied } = await trainer.step(batch, options);
    expect(applied).toBe(true);
    expect(Object.values(figures).every(Number.isFinite)).toBe(true);
    expect(figures.meanTargetAngleDeg).toBeGreaterThan(0);
    const after = await bitsAt(trainer);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    // A scale before a depthwise convolution and a norm has no gradient but for rounding.
    const unchanged = Object.keys(after).filter(name => after[name] === before[name]);
    expect(unchanged.filter(name => !name.endsWith('expand.norm.scale'))).toEqual([]);
  });

  it('repeats itself to the bit', async () => {
    const [first, second] = [await trainerOf(firstState()), await trainerOf(firstState())];
    for (const trainer of [first, second]) for (let i = 0; i < 3; i++) await trainer.step(batch, options);
    expect(await bitsAt(second)).toEqual(await bitsAt(first));
  });

  it('keeps the state when loss and gradient are not finite, and says so', async () => {
    const trainer = await trainerOf(poisoned(firstState()));
    const before = await bitsAt(trainer);
    const { figures, applied } = await trainer.step(batch, options);
    expect(applied).toBe(false);
    expect(figures).toMatchObject({ loss: Number.NaN, gradientNorm: Number.NaN });
    expect(await bitsAt(trainer)).toEqual(before);
  });

  it('keeps the state when the weights would not be finite after a finite gradient', async () => {
    const trainer = await trainerOf(firstState());
    const before = await bitsAt(trainer);
    const { figures, applied } = await trainer.step(batch, { ...options, learningRate: 1e38 });
    expect(applied).toBe(false);
    expect(Object.values(figures).every(Number.isFinite)).toBe(true);
    expect(await bitsAt(trainer)).toEqual(before);
    expect(await trainer.step(batch, options)).toMatchObject({ applied: true });
  });

  it('leaves no tensor behind, whether an update is taken or refused', async () => {
    const tensors = tf.memory().numTensors;
    for (const state of [firstState(), poisoned(firstState())]) {
      const trainer = await create(state);
      await trainer.step(batch, options);
      await trainer.embed(batch);
      disposeState(await trainer.state());
      trainer.dispose();
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe.each([
  ['eager', async (from: StepParts, state: TrainingState) => eagerTrainer(from, state)],
  ['compiled', (from: StepParts, state: TrainingState) => compiledTrainer(from, state, { batchSize: 3 })],
] as const)('a margin that remembers, in the %s trainer', (_, create) => {
  const remembering = assembleStep(smallConfig({ margin: { name: 'adaface', scale: 8 } }), 3);
  const start = () => initialState(remembering.specs, remembering.optimizer, RandomStream.fromSeed(1));

  it('goes on to the bit from a state that was taken in between', async () => {
    const [whole, first] = [await create(remembering, start()), await create(remembering, start())];
    for (let i = 0; i < 3; i++) await whole.step(batch, options);
    await first.step(batch, options);
    const rest = await create(remembering, await first.state());
    for (let i = 0; i < 2; i++) await rest.step(batch, options);
    const [expected, found] = [await bitsAt(whole), await bitsAt(rest)];
    expect(found).toEqual(expected);
    expect(expected).toHaveProperty('margin/lengthMean');
    for (const trainer of [whole, first, rest]) trainer.dispose();
  });
});

it('embeds a batch that is smaller than the compiled one as the eager trainer does', async () => {
  const eager = eagerTrainer(parts, firstState());
  const compiled = await compiledTrainer(parts, firstState(), { batchSize: 5 });
  const [expected, found] = [await eager.embed(batch), await compiled.embed(batch)];
  expect(found).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  const apart = Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));
  expect(apart / largest).toBeLessThan(1e-5);
  eager.dispose();
  compiled.dispose();
});

describe.each([
  ['eager', async () => eagerTrainer(parts, firstState())],
  ['compiled', () => compiledTrainer(parts, firstState(), { batchSize: 3, scaleLoss: true })],
] as const)('a loss scale of the %s trainer', (_, create) => {
  it('changes neither figures nor updates', async () => {
    const [plain, scaled] = [eagerTrainer(parts, firstState()), await create()];
    const { figures: expected } = await plain.step(batch, options);
    const { figures } = await scaled.step(batch, { ...options, lossScale: 2 ** 12 });
    for (const [name, value] of Object.entries(expected)) {
      expect(Math.abs(figures[name as keyof typeof figures] - value), name).toBeLessThan(1e-4 * (1 + Math.abs(value)));
    }
    const [from, to] = [await plain.state(), await scaled.state()];
    for (const [name, tensor] of Object.entries(from.parameters)) {
      const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(tensor, to.parameters[name] as tf.Tensor))).dataSync()[0]);
      expect(apart, name).toBeLessThan(1e-4);
    }
    for (const state of [from, to]) disposeState(state);
    for (const trainer of [plain, scaled]) trainer.dispose();
  });

  it('is taken out of the gradients where nothing clips them', async () => {
    const unclipped = assembleStep(smallConfig({ clipNorm: null }), 3);
    const [plain, scaled] = [eagerTrainer(unclipped, firstState()), eagerTrainer(unclipped, firstState())];
    await plain.step(batch, { ...options, learningRate: 1e-4 });
    await scaled.step(batch, { ...options, learningRate: 1e-4, lossScale: 2 ** 12 });
    const [from, to] = [await plain.state(), await scaled.state()];
    const apart = tf.tidy(() =>
      tf.max(tf.abs(tf.sub(from.parameters['centres'] as tf.Tensor, to.parameters['centres'] as tf.Tensor))).dataSync(),
    );
    expect(apart[0]).toBeLessThan(1e-6);
    for (const state of [from, to]) disposeState(state);
    for (const trainer of [plain, scaled]) trainer.dispose();
  });

  it('at which the gradients overflow costs the update alone', async () => {
    const trainer = await create();
    const before = await bitsAt(trainer);
    const { figures, applied } = await trainer.step(batch, { ...options, lossScale: 2 ** 100 });
    expect(applied).toBe(false);
    expect(Number.isFinite(figures.loss)).toBe(true);
    expect(await bitsAt(trainer)).toEqual(before);
    expect(await trainer.step(batch, { ...options, lossScale: 2 ** 20 })).toMatchObject({ applied: true });
    trainer.dispose();
  });
});

describe.each(kinds)('a running mean of the weights in the %s trainer', (_, create) => {
  it('follows them as it is told, and is what embeds', async () => {
    const trainer = await create(beginAverage(firstState()));
    const weightsOf = async (): Promise<TrainingState> => {
      const state = await trainer.state();
      onTestFinished(() => disposeState(state));
      return state;
    };
    const states = [await weightsOf()];
    for (const averageRate of [0.5, 0.25]) {
      await trainer.step(batch, { ...options, averageRate });
      states.push(await weightsOf());
    }
    const [first, second, third] = states as [TrainingState, TrainingState, TrainingState];
    for (const [name, found] of Object.entries(third.average)) {
      const [a, b, c] = [first, second, third].map(state => state.parameters[name]?.dataSync() as Float32Array) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const expected = a.map((value, i) => 0.75 * (0.5 * value + 0.5 * (b[i] as number)) + 0.25 * (c[i] as number));
      const apart = found.dataSync().map((value, i) => Math.abs(value - (expected[i] as number)));
      expect(Math.max(...apart), name).toBeLessThan(1e-5 * (1 + Math.max(...expected.map(Math.abs))));
    }
    expect(Object.keys(third.average).sort()).toEqual(Object.keys(third.parameters).sort());
    const mean = eagerTrainer(parts, {
      ...initialState([], parts.optimizer, RandomStream.fromSeed(1)),
      parameters: third.average,
    });
    const [embedded, expected] = [await trainer.embed(batch), await mean.embed(batch)];
    expect(Math.max(...embedded.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(1e-4);
    trainer.dispose();
  });

  it('stays where an update is refused', async () => {
    const trainer = await create(beginAverage(poisoned(firstState())));
    const before = await bitsAt(trainer);
    await trainer.step(batch, { ...options, averageRate: 0.5 });
    expect(await bitsAt(trainer)).toEqual(before);
    trainer.dispose();
  });
});

it('refuses a loss scale that the compiled step was not made for', async () => {
  const trainer = await compiledTrainer(parts, firstState(), { batchSize: 3 });
  await expect(trainer.step(batch, { ...options, lossScale: 2 })).rejects.toThrow(
    'Expected a trainer that scales its loss but received loss scale 2 for one that does not (compiledTrainer).',
  );
  trainer.dispose();
});

it('profiles a compiled step, which trains as any other', async () => {
  const [profiled, plain] = [
    await compiledTrainer(parts, firstState(), { batchSize: 3 }),
    await compiledTrainer(parts, firstState(), { batchSize: 3 }),
  ];
  const { rows, nodes, wallMilliseconds } = await profiled.profile(batch, options);
  await plain.step(batch, options);
  expect(await bitsAt(profiled)).toEqual(await bitsAt(plain));
  expect(rows.map(({ op }) => op)).toContain('AssignVariableOp');
  expect(nodes.every(({ name }) => name !== '')).toBe(true);
  expect(wallMilliseconds).toBeGreaterThan(0);
  profiled.dispose();
  plain.dispose();
});
