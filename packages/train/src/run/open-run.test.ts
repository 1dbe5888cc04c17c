import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunDirectory, type RunSummary, writeJsonAtomic } from '@arcface-ts/core';
import { describe, expect, it } from 'vitest';
import { smallConfig } from '../testing/small-config.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { dropMetricsAfter, openRun, type RunIdentity } from './open-run.js';

const identity: RunIdentity = {
  dataset: 'celeba',
  dataFingerprint: 'photos',
  codeFingerprint: 'code',
  crop: { name: 'celeba', version: 1 },
  init: null,
  config: smallConfig(),
};
const summary: RunSummary = {
  schema: 1,
  dataset: 'celeba',
  identities: 2,
  images: 4,
  model: 'mobilefacenet',
  parameters: 1,
  epochs: 2,
  steps: 4,
  imagesPerSecond: 1,
  dataWaitPercent: 0,
  peakRssMiB: 1,
  bestEpoch: 1,
  finalLoss: 1,
  stoppedBy: 'epochs',
};

/** Opens a run; what was said is returned beside how it begins. */
async function open(run: RunDirectory, keys: Partial<RunIdentity> = {}, resume: 'auto' | 'never' = 'auto') {
  const said: string[] = [];
  const opening = await openRun(run, { ...identity, ...keys }, { resume, say: text => said.push(text) });
  return { opening, said };
}

/** A run that was opened, and left checkpoints at these steps. */
async function runWith(...steps: string[]): Promise<RunDirectory> {
  const run = RunDirectory.at(join(temporaryFolder(), 'runs'), 'face');
  await open(run);
  for (const step of steps) mkdirSync(join(run.checkpointsFolder, `step-${step}`), { recursive: true });
  return run;
}

it('begins a new run from nothing, and writes down what it is', async () => {
  const run = RunDirectory.at(join(temporaryFolder(), 'runs'), 'face');
  expect(await open(run)).toEqual({ opening: { checkpoints: [], again: false }, said: [] });
  expect(JSON.parse(readFileSync(run.configFile, 'utf8'))).toEqual({ schema: 1, ...identity });
});

describe('a run that was cut off', () => {
  it('goes on from its newest checkpoint, and from an older one should that be damaged', async () => {
    const run = await runWith('00000009', '00000010');
    const checkpoints = ['step-00000010', 'step-00000009'].map(name => join(run.checkpointsFolder, name));
    expect(await open(run)).toEqual({ opening: { checkpoints, again: true }, said: [] });
  });

  it('begins from nothing, knowing that it is not the first time, when it left no checkpoint', async () => {
    expect((await open(await runWith())).opening).toEqual({ checkpoints: [], again: true });
  });

  it('goes on after an interrupt that wrote a summary', async () => {
    const run = await runWith('00000009');
    await run.writeSummary({ ...summary, stoppedBy: 'interrupt' });
    expect((await open(run)).opening).toMatchObject({ checkpoints: [join(run.checkpointsFolder, 'step-00000009')] });
  });

  it('goes on with the same weights to begin with, wherever they lie now', async () => {
    const init = { path: 'runs/a/best', weightsSha256: 'a'.repeat(64), head: 'new' } as const;
    const run = await runWith('00000009');
    await writeJsonAtomic(run.configFile, { schema: 1, ...identity, init });
    const { opening, said } = await open(run, { init: { ...init, path: 'elsewhere/best' } });
    expect({ opening, said }).toMatchObject({ opening: { again: true }, said: [] });
  });

  it('goes on under changed code, and says so', async () => {
    const run = await runWith('00000009');
    const { opening, said } = await open(run, { codeFingerprint: 'newer' });
    expect(opening).toMatchObject({ checkpoints: [join(run.checkpointsFolder, 'step-00000009')] });
    expect(said).toEqual(['the code has changed since this run began: the rest is trained by the new one']);
  });

  it('is rid of what a kill left half written', async () => {
    const run = await runWith('00000009');
    mkdirSync(join(run.checkpointsFolder, 'step-00000010.1-0a1b2c3d.tmp'));
    mkdirSync(join(run.path, 'best.old'));
    await open(run);
    expect(readdirSync(run.checkpointsFolder)).toEqual(['step-00000009']);
    expect(existsSync(run.bestFolder)).toBe(true);
  });
});

it('leaves a run that the same code has finished as it is', async () => {
  const run = await runWith('00000004');
  await run.writeSummary(summary);
  expect(await open(run)).toEqual({ opening: { finished: summary }, said: [] });
});

describe('is moved aside, with the reason', () => {
  const config = smallConfig({ epochs: 9, seed: 5 });
  it.each<[string, Partial<RunIdentity>]>([
    ['the photos are others', { dataFingerprint: 'other photos' }],
    ['the photos are cropped otherwise', { crop: { name: 'celeba', version: 2 } }],
    ['it began with other weights', { init: { path: 'runs/a/best', weightsSha256: 'a'.repeat(64), head: 'new' } }],
    ['the config differs in epochs, seed', { config }],
  ])('when %s', async (reason, keys) => {
    const run = await runWith('00000009');
    const { opening, said } = await open(run, keys);
    expect(said).toEqual([`${reason}: the earlier run is kept as ${run.path}.1`]);
    expect(opening).toEqual({ checkpoints: [], again: false });
    expect(existsSync(`${run.path}.1/checkpoints/step-00000009`)).toBe(true);
    expect(JSON.parse(readFileSync(run.configFile, 'utf8'))).toEqual({ schema: 1, ...identity, ...keys });
  });

  it('when nobody wants to resume', async () => {
    const run = await runWith('00000009');
    const { opening, said } = await open(run, {}, 'never');
    expect(said).toEqual([`--resume=never: the earlier run is kept as ${run.path}.1`]);
    expect(opening).toEqual({ checkpoints: [], again: false });
  });

  it('when other code has finished it', async () => {
    const run = await runWith('00000004');
    await run.writeSummary(summary);
    const { said } = await open(run, { codeFingerprint: 'newer' });
    expect(said).toEqual([`that run was finished by other code: the earlier run is kept as ${run.path}.1`]);
  });

  it('when its config cannot be read', async () => {
    const run = await runWith('00000009');
    writeFileSync(run.configFile, '{"schema": 1, "data');
    expect((await open(run)).said).toEqual([`its config cannot be read: the earlier run is kept as ${run.path}.1`]);
  });

  it('when there are checkpoints without a config', async () => {
    const run = RunDirectory.at(join(temporaryFolder(), 'runs'), 'face');
    mkdirSync(join(run.checkpointsFolder, 'step-00000009'), { recursive: true });
    expect((await open(run)).said).toEqual([`there is no config beside it: the earlier run is kept as ${run.path}.1`]);
  });

  it('under the next free number', async () => {
    const run = await runWith('00000009');
    mkdirSync(`${run.path}.1`);
    expect((await open(run, {}, 'never')).said).toEqual([`--resume=never: the earlier run is kept as ${run.path}.2`]);
  });
});

describe('rows of metrics.jsonl', () => {
  it('are dropped after the checkpoint, and the torn last one with them', async () => {
    const run = await runWith();
    for (const step of [10, 20, 30]) await run.appendMetrics({ kind: 'step', step });
    appendFileSync(run.metricsFile, '{"kind":"step","ste');
    await dropMetricsAfter(run, { step: 20, validatedStep: 20 });
    expect(readFileSync(run.metricsFile, 'utf8')).toBe('{"kind":"step","step":10}\n{"kind":"step","step":20}\n');
  });

  it('are all kept up to the checkpoint', async () => {
    const run = await runWith();
    await run.appendMetrics({ kind: 'validation', step: 20, epoch: 1 });
    await dropMetricsAfter(run, { step: 20, validatedStep: 20 });
    expect(readFileSync(run.metricsFile, 'utf8')).toBe('{"kind":"validation","step":20,"epoch":1}\n');
  });

  it('are dropped with a validation that the checkpoint of its step was written before', async () => {
    const run = await runWith();
    await run.appendMetrics({ kind: 'step', step: 20, epoch: 1 }, { kind: 'validation', step: 20, epoch: 1 });
    await dropMetricsAfter(run, { step: 20, validatedStep: 10 });
    expect(readFileSync(run.metricsFile, 'utf8')).toBe('{"kind":"step","step":20,"epoch":1}\n');
  });

  it('are all dropped where there was none, also of before the first step', async () => {
    const run = await runWith();
    for (const step of [0, 1]) await run.appendMetrics({ kind: 'step', step });
    await dropMetricsAfter(run, undefined);
    expect(readFileSync(run.metricsFile, 'utf8')).toBe('');
  });

  it('may not be there yet', async () => {
    const run = await runWith();
    await dropMetricsAfter(run, { step: 0, validatedStep: null });
    expect(readFileSync(run.metricsFile, 'utf8')).toBe('');
  });
});
