import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDirectory } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { readRun } from 'tensorboard-ts-writer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { listCheckpoints, loadWeights, readCheckpointRecord } from '../checkpoint/checkpoint.js';
import type { TrainingConfigInput } from '../config.js';
import { planTraining } from '../loop/training-plan.js';
import { disposeState } from '../step/training-state.js';
import { bitsOf } from '../testing/bits-of.js';
import { smallConfig } from '../testing/small-config.js';
import { smallTrainingData } from '../testing/small-training-data.js';
import { beginRun } from './begin-run.js';
import { trainRun } from './train-run.js';

/*
 * A small net is trained on three people, and its weights are tuned on four others: four steps an epoch.
 */
const people = ['ann', 'bob', 'cem'];
const others = ['dora', 'emil', 'fatma', 'gus'];
const tuning = { epochs: 3, frozenBackbone: { epochs: 1 }, logEverySteps: 1 } as const;
let runs: string;
let init: string;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  runs = mkdtempSync(join(tmpdir(), 'fine-tuning-'));
  const first = await train('first', people, { epochs: 1 });
  init = first.run.bestFolder;
});
afterAll(() => rmSync(runs, { recursive: true }));

async function train(
  name: string,
  identities: readonly string[],
  keys: Partial<TrainingConfigInput>,
  options: { init?: string; onJudge?: () => void } = {},
) {
  const run = RunDirectory.at(runs, name);
  const said: string[] = [];
  // The lines of the progress display.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const summary = await trainRun(
    {
      run,
      config: smallConfig(keys),
      init: options.init,
      resume: 'auto',
      device: 'cpu',
      eager: true,
      say: text => said.push(text),
    },
    smallTrainingData(identities, options.onJudge),
  );
  return { run, summary, said };
}

/** Rows of metrics.jsonl of a kind. */
function rowsOf(run: RunDirectory, kind: string): Record<string, number>[] {
  const rows = readFileSync(run.metricsFile, 'utf8').trimEnd().split('\n');
  return rows.map(row => JSON.parse(row)).filter(row => row.kind === kind);
}

/** The files of a run's newest checkpoint in hexadecimal. */
async function newestState(run: RunDirectory): Promise<string[]> {
  const newest = (await listCheckpoints(run.checkpointsFolder)).at(-1) as string;
  const files = ['weights.safetensors', 'optimizer.safetensors'];
  return files.map(file => readFileSync(join(run.checkpointsFolder, newest, file)).toString('hex'));
}

it('begins with the backbone of the other run, to the bit, a new head, and an optimizer at 0', async () => {
  const data = smallTrainingData(others);
  const config = smallConfig();
  const plan = planTraining(config, { classes: others.length, batchesPerEpoch: 4 });
  const said: string[] = [];
  const options = {
    run: RunDirectory.at(runs, 'begun'),
    config,
    init,
    resume: 'auto',
    say: said.push.bind(said),
  } as const;
  const begun = await beginRun(options, data, plan);
  if ('finished' in begun) throw new Error('it was not begun before');
  const { parameters } = await loadWeights(init);
  const [found, expected] = [bitsOf(begun.state.parameters), bitsOf(parameters)];
  for (const { name } of plan.parts.model.parameters) expect(found[name], name).toBe(expected[name]);
  expect(begun.state.parameters['centres']?.shape).toEqual([4, 16]);
  expect(Object.keys(begun.state.optimizer)).not.toEqual([]);
  for (const slot of Object.values(begun.state.optimizer))
    expect(tf.max(tf.abs(slot)).dataSync()).toEqual(Float32Array.of(0));
  expect(begun).toMatchObject({ progress: { step: 0 }, init: { head: 'new' } });
  expect(said).toEqual([`the weights of ${init} to begin with, with a new class head`]);
  disposeState(begun.state);
  tf.dispose(parameters);
});

it('learns the new people, after a look at what it began with, and says where it came from', async () => {
  const { run, summary } = await train('tuned', others, { ...tuning, epochs: 6 }, { init });
  const losses = rowsOf(run, 'step').map(({ loss }) => loss as number);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
  expect(mean(losses.slice(-4))).toBeLessThan(0.8 * mean(losses.slice(0, 4)));
  expect(rowsOf(run, 'validation').map(({ step }) => step)).toEqual([0, 4, 8, 12, 16, 20, 24]);
  const weightsSha256 = (await readCheckpointRecord(init)).files['weights.safetensors'];
  const origin = { path: init, weightsSha256, head: 'new' };
  expect(summary.init).toEqual(origin);
  expect((await readCheckpointRecord(run.bestFolder)).init).toEqual(origin);
});

it('tells TensorBoard what it was trained with and what it reached, once', async () => {
  const { run } = await train('told', others, { epochs: 1 }, { init });
  const tags: string[] = [];
  for await (const { what } of readRun(run.path))
    if (what.case === 'summary') tags.push(...what.value.value.map(({ tag }) => tag));
  const told = tags.filter(tag => /^(final|_hparams_)/.test(tag));
  expect(told.sort()).toEqual([
    '_hparams_/experiment',
    '_hparams_/session_end_info',
    '_hparams_/session_start_info',
    'final/best_epoch',
    'final/best_validation',
    'final/images_per_second',
    'final/loss',
  ]);
});

it('that was cut off, frozen or not, ends with the same weights, to the bit', async () => {
  const whole = await train('whole', others, tuning, { init });
  let judged = 0;
  // Before training, and after the first, frozen epoch; the second session is asked to stop after the second epoch.
  const onJudge = () => {
    if (++judged === 2 || judged === 3) process.emit('SIGINT');
  };
  for (const stoppedBy of ['interrupt', 'interrupt', 'epochs']) {
    const { summary } = await train('cut', others, tuning, { init, onJudge });
    expect(summary.stoppedBy).toBe(stoppedBy);
  }
  const cut = RunDirectory.at(runs, 'cut');
  expect(await newestState(cut)).toEqual(await newestState(whole.run));
  expect(rowsOf(cut, 'validation')).toEqual(rowsOf(whole.run, 'validation'));
});

it('takes the head too where the people are the same', async () => {
  const { summary, said } = await train('longer', people, { epochs: 1 }, { init });
  expect(summary.init?.head).toBe('taken');
  expect(said).toContain(`the weights of ${init} to begin with, class head included, since the classes are the same`);
});

it('refuses weights of another net before it touches anything', async () => {
  await expect(train('other', others, { model: { embeddingSize: 8 } }, { init })).rejects.toThrow(
    '+ model mobilefacenet',
  );
  expect(existsSync(join(runs, 'other'))).toBe(false);
});

it('refuses a frozen backbone without weights to begin with', async () => {
  await expect(train('random', others, tuning)).rejects.toThrow(
    'Expected --init=DIR beside a frozen backbone, whose weights are random otherwise ' +
      'but received frozenBackbone {"epochs":1} without one (config).',
  );
  expect(existsSync(join(runs, 'random'))).toBe(false);
});
