import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunDirectory } from '@arcface-ts/core';
import { readRun } from 'tensorboard-ts-writer';
import { expect, it } from 'vitest';
import { configs } from './configs/index.js';
import { resolveConfig } from './resolve-config.js';
import { RunLog } from './run/run-log.js';
import { progressAt } from './testing/checkpoint-record.js';
import { temporaryFolder } from './testing/temporary-folder.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it.each(Object.keys(configs))('names the config %s', name => {
  expect(readme).toContain(`| \`${name}\` `);
});

it('has a recipe for fine-tuning that is a config', async () => {
  const [, recipe] = /^ {3}```js\n(.*?)^ {3}```$/ms.exec(readme) as unknown as [string, string];
  const path = join(temporaryFolder(), 'tune.mjs');
  writeFileSync(path, recipe);
  expect(await resolveConfig(path)).toMatchObject({ sets: ['mine'], frozenBackbone: { epochs: 2 }, epochs: 6 });
});

it('says what each figure of the log means', async () => {
  const run = RunDirectory.at(temporaryFolder(), 'face');
  const say = () => undefined;
  const log = await RunLog.open(run, { batchSize: 2, start: progressAt(0), again: false, say });
  const figures = { loss: 1, gradientNorm: 1, top1: 1, meanTargetAngleDeg: 1, meanNearestOtherAngleDeg: 1 };
  const rates = { learningRate: 1, marginStrength: 1, lossScale: 1 };
  await log.step({ figures, applied: false }, rates, progressAt(10));
  const values = Float64Array.of(0.5, 1);
  await log.validation(
    {
      validation: { value: 1, figures: { accuracy: 1, auc: 1 } },
      watched: { name: 'lfw', figures: { accuracy: 1, auc: 1 } },
      distributions: { distance_same: values, distance_different: values },
      curves: { same_person: { labels: [true, false], probabilities: values } },
    },
    progressAt(10),
  );
  await log.close();
  const keys = readFileSync(run.metricsFile, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap(row => Object.keys(JSON.parse(row)));
  const tags: string[] = [];
  for await (const { what } of readRun(run.path))
    if (what.case === 'summary') tags.push(...what.value.value.map(({ tag }) => tag));
  const told = [...keys.filter(key => !['kind', 'step', 'epoch', 'set'].includes(key)), ...tags];
  expect(tags).toHaveLength(17);
  expect(told.filter(name => !new RegExp(`\`${name}\\b`).test(readme))).toEqual([]);
});
