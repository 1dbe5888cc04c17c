import { describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { smallConfig } from '../testing/small-config.js';
import { planTraining } from './training-plan.js';

const data = { classes: 3, batchesPerEpoch: 10 };

it('trains on all batches of each epoch', () => {
  expect(planTraining(smallConfig({ epochs: 3 }), data)).toMatchObject({ stepsPerEpoch: 10, totalSteps: 30 });
});

it.each([
  [4, 4],
  [11, 10],
])('with at most %i steps an epoch takes %i of its 10 batches', (maxStepsPerEpoch, stepsPerEpoch) => {
  expect(planTraining(smallConfig({ maxStepsPerEpoch }), data).stepsPerEpoch).toBe(stepsPerEpoch);
});

it.each([
  [{ steps: 7 }, 7],
  [{ epochs: 0.5 }, 5],
  [{ percent: 50 }, 10],
  [{ steps: 0 }, 1],
])('saves, with checkpointEvery %o, every %i of 20 steps', (checkpointEvery, steps) => {
  expect(planTraining(smallConfig({ checkpointEvery }), data).checkpointSteps).toBe(steps);
});

it.each([
  [{ steps: 0 }, 0],
  [{ epochs: 0.5 }, 5],
  [{ percent: 100 }, 20],
])('freezes the backbone, with %o, for %i of 20 steps', (frozenBackbone, steps) => {
  expect(planTraining(smallConfig({ frozenBackbone }), data).frozenSteps).toBe(steps);
});

it.each([
  [{ schedule: 'cosine', base: 0.1, warmup: { epochs: 0.5 } }, 5],
  [{ schedule: 'constant', base: 0.1 }, 0],
] as const)('warms up, with %o, for %i of 20 steps', (learningRate, steps) => {
  expect(planTraining(smallConfig({ learningRate }), data).warmupSteps).toBe(steps);
});

it.each([
  ['float32', false],
  ['bfloat16', false],
  ['float16', true],
] as const)('in %s: scales the loss: %s', (precision, scales) => {
  expect(planTraining(smallConfig({ precision }), data).lossScale !== null).toBe(scales);
});

it("anneals SphereFace's margin by its own options", () => {
  const margin = { name: 'sphereface', annealing: { start: 9, decay: 1, end: 2 } } as const;
  const { marginStrength } = planTraining(smallConfig({ margin }), data);
  expect([0, 1, 2, 100].map(marginStrength)).toEqual([1 / 10, 1 / 5.5, 1 / 4, 1 / 3]);
});

it('ramps the margin to its full strength', () => {
  const { marginStrength } = planTraining(smallConfig({ marginRamp: { epochs: 1 } }), data);
  expect([0, 5, 10, 19].map(marginStrength)).toEqual([0, 0.05, 0.1, 0.1]);
});

it('follows the learning rate of the config', () => {
  const learningRate: TrainingConfigInput['learningRate'] = {
    schedule: 'multi-step',
    base: 0.4,
    milestones: [{ percent: 50 }],
    factor: 0.25,
  };
  const plan = planTraining(smallConfig({ learningRate }), data);
  expect([9, 10].map(plan.learningRate)).toEqual([0.4, 0.1]);
});

it('has a parameter for each class centre', () => {
  const { specs } = planTraining(smallConfig(), data).parts;
  expect(specs.find(({ name }) => name === 'centres')?.shape).toEqual([3, 16]);
});

describe('refuses', () => {
  it('a model that is not there', () => {
    expect(() => planTraining(smallConfig({ model: { name: 'resnet9000' } }), data)).toThrow(
      'but received "resnet9000" (model.name of the config).',
    );
  });

  it('milestones that come in the wrong order', () => {
    const learningRate: TrainingConfigInput['learningRate'] = {
      schedule: 'multi-step',
      base: 1,
      milestones: [{ epochs: 1 }, { steps: 3 }],
    };
    expect(() => planTraining(smallConfig({ learningRate }), data)).toThrow(
      'Expected milestones in ascending order but received 3 after 10 (multiStep).',
    );
  });
});
