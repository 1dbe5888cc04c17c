import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type PipelineOptions, pipelineCommand, type RateTest, RunDirectory, runCommand } from '@arcface-ts/core';
import { openFaceData } from '../faces/face-data.js';
import { findLearningRate } from '../lr-find/find-learning-rate.js';
import { rateInWords, suggestionNames } from '../lr-find/rate-in-words.js';
import { writeRateTest } from '../lr-find/write-rate-test.js';
import { prepareFaceTraining } from './face-training.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const command = pipelineCommand(
  'train:lr-find',
  'Find a learning rate: train for some steps while it rises, and see where the loss falls. It trains no weights to keep.',
  [
    'data',
    'config',
    'name',
    'from',
    'to',
    'steps',
    'photos',
    'seed',
    'crop',
    'init',
    'freeze',
    'workers',
    'device',
    'gpu',
    'precision',
    'eager',
  ],
).action(async (options: PipelineOptions) => {
  const { workspace, cacheFolder, config, device, notice } = await prepareFaceTraining('train:lr-find', options, say);
  // Refused before the sweep, not after it.
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'lr-find');
  const { init, eager, from = 1e-5, to = 10, steps = 100 } = options;
  const threads = options.workers ?? Math.min(2, availableParallelism());
  const data = await openFaceData(cacheFolder, config, { threads });
  const test = await findLearningRate({ config, init, device, eager, from, to, steps, say }, data);
  const paths = await writeRateTest(run, test, { title: `Loss over the learning rate: ${run.name}`, say });
  for (const line of [...describe(test), ...paths]) say(line);
  if (notice !== undefined) say(notice);
});

function describe({ suggestions, stoppedBy, points, to }: Omit<RateTest, 'pictures'>): string[] {
  const last = rateInWords(points.at(-1)?.rate ?? to);
  const ends = {
    'last-rate': `went up to ${last}`,
    'risen-loss': `stopped at ${last}, where the loss had risen to four times its least`,
    'not-finite': `stopped after ${last}, where the loss or the gradient was no number any more`,
  };
  const found = Object.entries(suggestionNames).flatMap(([rule, name]) => {
    const rate = suggestions[rule as keyof typeof suggestions];
    return rate === null ? [] : [`${name}: ${rateInWords(rate)}`];
  });
  return [
    ends[stoppedBy],
    ...(found.length > 0
      ? [...found, 'Set learningRate.base of the config to one of them, or to a rate between.']
      : ['no rate to suggest: the loss did not fall. Try other --from and --to, or more --steps.']),
  ];
}

await runCommand(command);
