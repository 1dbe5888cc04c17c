import { expect, it } from 'vitest';
import { smallConfig } from '../testing/small-config.js';
import { hparamsOfConfig } from './run-hparams.js';

it('has a flat name for each key, durations and lists as text, and "none" for what is not set', () => {
  const hparams = hparamsOfConfig(
    smallConfig({
      learningRate: { schedule: 'multi-step', base: 0.1, milestones: [{ epochs: 3 }, { percent: 80 }] },
      marginRamp: { percent: 40 },
      clipNorm: null,
      sets: ['celeba', 'pins'],
      earlyStop: { patience: 6 },
    }),
  );
  expect(hparams).toMatchObject({
    'model.name': 'mobilefacenet',
    'model.useSe': false,
    'margin.angularMargin': 0.1,
    marginRamp: '40 percent',
    frozenBackbone: '0 steps',
    'learningRate.milestones': '3 epochs, 80 percent',
    sets: 'celeba, pins',
    clipNorm: 'none',
    'earlyStop.patience': 6,
    batchSize: 2,
  });
});

it('says nothing of how often a run is saved and logged', () => {
  expect(
    Object.keys(hparamsOfConfig(smallConfig())).filter(name => /^(checkpointEvery|logEverySteps)/.test(name)),
  ).toEqual([]);
});
