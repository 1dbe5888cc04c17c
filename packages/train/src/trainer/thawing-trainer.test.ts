import { startTensorflow } from '@arcface-ts/graph';
import type { Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleStep } from '../step/assemble-step.js';
import { copyState, type TrainingState, withNewSlots } from '../step/training-state.js';
import { stateBits } from '../testing/bits-of.js';
import { smallConfig } from '../testing/small-config.js';
import { backboneOf, batch, bitsAt, classes, compiled, options, trainedState } from '../testing/small-steps.js';
import { eagerTrainer } from './eager-trainer.js';
import { type StartTrainer, thawingTrainer } from './thawing-trainer.js';
import type { Trainer } from './trainer.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

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
