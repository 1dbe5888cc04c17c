import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UsageError } from './errors.js';
import { RunDirectory } from './run-directory.js';
import { temporaryFolder } from './testing/temporary-folder.js';

it.each(['face', 'mnist.arcface', '2024-06_b', 'A'])('takes the name %s', name => {
  expect(RunDirectory.at('runs', name)).toMatchObject({ name, path: join('runs', name) });
});

it.each(['', '.', '..', '.hidden', '-x', 'a/b', '../up', 'a\\b', 'a b', 'a\n', 'é'])('refuses the name %j', name => {
  expect(() => RunDirectory.at('runs', name)).toThrow(UsageError);
  expect(() => RunDirectory.at('runs', name)).toThrow(`but received ${JSON.stringify(name)} (--name).`);
});

it('keeps every file of a run below its folder, each under a name of its own', () => {
  const run = RunDirectory.at('runs', 'face');
  const places = [
    run.configFile,
    run.metricsFile,
    run.summaryFile,
    run.samplesFile,
    run.checkpointsFolder,
    run.bestFolder,
    run.evaluationFolder,
  ];
  expect(new Set(places).size).toBe(places.length);
  expect(places.every(place => place.startsWith(join('runs', 'face', '/')))).toBe(true);
  expect(run.evaluationFile('lfw')).toBe(join('runs', 'face', 'eval', 'lfw.json'));
});

it('exists once it is created, and creating it again changes nothing', async () => {
  const run = RunDirectory.at(join(temporaryFolder(), 'runs'), 'face');
  expect(run.exists()).toBe(false);
  await run.create();
  writeFileSync(run.configFile, '{}');
  await run.create();
  expect(run.exists()).toBe(true);
  expect(readdirSync(run.path)).toEqual(['config.json']);
});

it('is set aside under the first free number, older ones untouched', async () => {
  const runs = temporaryFolder();
  const run = RunDirectory.at(runs, 'face');
  mkdirSync(join(runs, 'face.2'));
  const aside = [];
  for (const content of ['first', 'second']) {
    await run.create();
    writeFileSync(run.configFile, content);
    aside.push(await run.setAside());
  }
  expect(aside).toEqual([join(runs, 'face.1'), join(runs, 'face.3')]);
  expect(run.exists()).toBe(false);
  expect(aside.map(folder => readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual(['first', 'second']);
});

it('appends one line of JSON for each row of metrics', async () => {
  const run = RunDirectory.at(temporaryFolder(), 'face');
  await run.create();
  await run.appendMetrics({ step: 1, loss: 2.5 });
  await run.appendMetrics({ step: 2, loss: 2.25 });
  expect(readFileSync(run.metricsFile, 'utf8')).toBe('{"step":1,"loss":2.5}\n{"step":2,"loss":2.25}\n');
});

const canLimitFiles = spawnSync('prlimit', ['--version']).status === 0;

it.skipIf(!canLimitFiles)('leaves no part of a row when the disk does not take it', async () => {
  const run = RunDirectory.at(temporaryFolder(), 'face');
  await run.create();
  await run.appendMetrics({ step: 1 });
  const ignoreSignal = () => undefined;
  process.on('SIGXFSZ', ignoreSignal);
  try {
    execFileSync('prlimit', [`--pid=${process.pid}`, '--fsize=30:']);
    await expect(
      run.appendMetrics({ step: 2 }, { step: 3, note: 'it ends behind the thirtieth byte' }),
    ).rejects.toThrow('EFBIG');
  } finally {
    execFileSync('prlimit', [`--pid=${process.pid}`, '--fsize=unlimited:']);
    process.off('SIGXFSZ', ignoreSignal);
  }
  expect(readFileSync(run.metricsFile, 'utf8')).toBe('{"step":1}\n');
});

it('replaces its summary', async () => {
  const run = RunDirectory.at(temporaryFolder(), 'face');
  await run.writeSummary({ epochs: 1 });
  await run.writeSummary({ epochs: 2 });
  expect(JSON.parse(readFileSync(run.summaryFile, 'utf8'))).toEqual({ epochs: 2 });
});

it('is unfinished from its beginning to its summary, unless that tells of an interrupt', async () => {
  const run = RunDirectory.at(temporaryFolder(), 'face');
  const states = [await run.isUnfinished()];
  await run.create();
  writeFileSync(run.configFile, '{}');
  states.push(await run.isUnfinished());
  const numbers = { identities: 1, images: 1, parameters: 1, epochs: 1, steps: 1, imagesPerSecond: 1, finalLoss: 1 };
  const summary = {
    schema: 1,
    dataset: 'lfw',
    model: 'a',
    dataWaitPercent: 0,
    peakRssMiB: 1,
    bestEpoch: 1,
    ...numbers,
  };
  await run.writeSummary({ ...summary, stoppedBy: 'interrupt' });
  states.push(await run.isUnfinished());
  await run.writeSummary({ ...summary, stoppedBy: 'epochs' });
  states.push(await run.isUnfinished());
  expect(states).toEqual([false, true, true, false]);
});
