import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunDirectory } from '@arcface-ts/core';
import { pngFromRgb } from '@arcface-ts/data';
import { type Event, readEvents, readRun } from 'tensorboard-ts-writer';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../checkpoint/checkpoint.js';
import { samePersonCurve } from '../faces/same-person-curve.js';
import { progressAt } from '../testing/checkpoint-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { RunLog } from './run-log.js';

const figures = {
  loss: 12.345678,
  gradientNorm: 3.25,
  top1: 0.125,
  meanTargetAngleDeg: 88.1,
  meanNearestOtherAngleDeg: 70.2,
};
const taken = { figures, applied: true };
const rates = { learningRate: 0.1, marginStrength: 0.35 };
const scores = { same: Float64Array.of(0.5, 1), different: Float64Array.of(1.5, 2, 2.5) };
const distances = { distance_same: scores.same, distance_different: scores.different };

function runIn(folder: string): RunDirectory {
  return RunDirectory.at(join(folder, 'runs'), 'face');
}

/** Opens a log, hands it on and closes it; returns the metrics rows and the events of the newest file. */
async function logged(
  work: (log: RunLog) => Promise<void>,
  { start = progressAt(0), again = false }: { start?: Progress; again?: boolean } = {},
) {
  const run = runIn(temporaryFolder());
  const said: string[] = [];
  const log = await RunLog.open(run, { batchSize: 2, start, again, say: text => said.push(text) });
  await work(log);
  await log.close();
  expect(said).toEqual([]);
  const [file] = readdirSync(run.path).filter(name => name.startsWith('events.out.tfevents.'));
  const events: Event[] = [];
  for await (const event of readEvents(join(run.path, file as string))) events.push(event);
  return { rows: existsSync(run.metricsFile) ? rowsOf(run) : [], events };
}

function rowsOf(run: RunDirectory): Record<string, unknown>[] {
  const lines = readFileSync(run.metricsFile, 'utf8').trimEnd().split('\n');
  return lines.map(line => JSON.parse(line));
}

/** `<tag> @ <step>` → value of what a kind of summary says. */
function valuesOf<Kind extends string>(events: readonly Event[], kind: Kind): Record<string, unknown> {
  return Object.fromEntries(
    events.flatMap(({ step, what }) =>
      what.case !== 'summary'
        ? []
        : what.value.value
            .filter(({ value }) => value.case === kind)
            .map(({ tag, value }) => [`${tag} @ ${step}`, value.value] as const),
    ),
  );
}

/** What the HPARAMS tab reads, by its tags: protobuf messages, in which texts stand as they are. */
function hparamsIn(events: readonly Event[]): Record<string, string> {
  return Object.fromEntries(
    events.flatMap(({ what }) =>
      what.case !== 'summary'
        ? []
        : what.value.value
            .filter(({ metadata }) => metadata?.pluginData?.pluginName === 'hparams')
            .map(
              ({ tag, metadata }) =>
                [tag, Buffer.from(metadata?.pluginData?.content ?? []).toString('latin1')] as const,
            ),
    ),
  );
}

describe('a step', () => {
  it('is a row of metrics.jsonl, with the speed since the row before', async () => {
    const { rows } = await logged(async log => {
      await log.step(taken, rates, progressAt(10, { trainingSeconds: 4, dataWaitSeconds: 1 }));
      await log.step(taken, rates, progressAt(20, { epoch: 1, trainingSeconds: 6, dataWaitSeconds: 1 }));
    });
    const common = { kind: 'step', ...figures, ...rates };
    expect(rows).toEqual([
      { ...common, step: 10, epoch: 1, imagesPerSecond: 5, dataWaitPercent: 25 },
      { ...common, step: 20, epoch: 2, imagesPerSecond: 10, dataWaitPercent: 0 },
    ]);
  });

  it('is the same figures in TensorBoard', async () => {
    const { rows, events } = await logged(log => log.step(taken, rates, progressAt(10)));
    const row = rows[0] as Record<string, number>;
    expect(valuesOf(events, 'simpleValue')).toEqual({
      'train/loss @ 10': Math.fround(row['loss'] as number),
      'train/gradient_norm @ 10': row['gradientNorm'],
      'train/top1_without_margin @ 10': row['top1'],
      'train/target_angle_deg @ 10': Math.fround(row['meanTargetAngleDeg'] as number),
      'train/nearest_other_angle_deg @ 10': Math.fround(row['meanNearestOtherAngleDeg'] as number),
      'train/learning_rate @ 10': Math.fround(row['learningRate'] as number),
      'train/margin @ 10': Math.fround(row['marginStrength'] as number),
      'speed/images_per_second @ 10': Math.fround(row['imagesPerSecond'] as number),
      'speed/data_wait_percent @ 10': Math.fround(row['dataWaitPercent'] as number),
    });
  });
});

it('tells the scale of a loss that is scaled, and of a step that was left out', async () => {
  const left = { figures: { ...figures, gradientNorm: Number.POSITIVE_INFINITY }, applied: false };
  const { rows, events } = await logged(log => log.step(left, { ...rates, lossScale: 4096 }, progressAt(10)));
  expect(rows[0]).toMatchObject({ lossScale: 4096, applied: false });
  expect(rows[0]).not.toHaveProperty('gradientNorm');
  expect(valuesOf(events, 'simpleValue')).not.toHaveProperty('train/gradient_norm @ 10');
  expect(valuesOf(events, 'simpleValue')).toMatchObject({ 'train/loss_scale @ 10': 4096 });
});

it('writes a validation to both, with the distances as histograms', async () => {
  const validation = { value: 0.75, figures: { accuracy: 0.625, auc: 0.75 } };
  const { rows, events } = await logged(log =>
    log.validation({ validation, distributions: distances }, progressAt(30, { epoch: 2 })),
  );
  expect(rows).toEqual([{ kind: 'validation', step: 30, epoch: 3, accuracy: 0.625, auc: 0.75 }]);
  expect(valuesOf(events, 'simpleValue')).toEqual({ 'validation/accuracy @ 30': 0.625, 'validation/auc @ 30': 0.75 });
  expect(valuesOf(events, 'histo')).toMatchObject({
    'validation/distance_same @ 30': { num: 2, sum: 1.5 },
    'validation/distance_different @ 30': { num: 3, min: 1.5, max: 2.5 },
  });
});

it('keeps the figures of a set that is only watched apart', async () => {
  const validation = { value: 0.75, figures: { auc: 0.75 } };
  const watched = { name: 'lfw', figures: { auc: 0.5 } };
  const { rows, events } = await logged(log =>
    log.validation({ validation, watched, distributions: {} }, progressAt(30)),
  );
  expect(rows).toEqual([
    { kind: 'validation', step: 30, epoch: 1, auc: 0.75 },
    { kind: 'watched', set: 'lfw', step: 30, epoch: 1, auc: 0.5 },
  ]);
  expect(valuesOf(events, 'simpleValue')).toEqual({ 'validation/auc @ 30': 0.75, 'watched_lfw/auc @ 30': 0.5 });
});

it('draws precision and recall over all distances of a validation', async () => {
  const validation = { value: 0.75, figures: { accuracy: 0.625 } };
  const { events } = await logged(log =>
    log.validation({ validation, distributions: {}, curves: { same_person: samePersonCurve(scores) } }, progressAt(30)),
  );
  const tensor = valuesOf(events, 'tensor')['validation/same_person @ 30'] as { floatVal: number[] };
  const row = (index: number) => tensor.floatVal.slice(401 * index, 401 * (index + 1));
  // A threshold t stands for the squared distance 4 · (1 − t / 400): 0.75 lies between 0.5 and 1.
  const threshold = 400 * (1 - 0.75 / 4);
  const at = [0, 1, 2, 3].map(index => row(index)[threshold]);
  expect(at).toEqual([1, 0, 3, 1]); // True and false positives, true and false negatives.
  expect([row(4)[0], row(5)[0]]).toEqual([Math.fround(2 / 5), 1]);
});

it('keeps the config as text and the first batch as a picture', async () => {
  const picture = await pngFromRgb({ data: new Uint8Array(6), width: 2, height: 1 });
  const { events } = await logged(async log => {
    log.describe('config', 'seed 1');
    log.samples(picture, 2, 1);
    await log.step(taken, rates, progressAt(1));
  });
  expect(valuesOf(events, 'image')).toMatchObject({ 'samples/first_batch @ 0': { width: 2, height: 1 } });
  expect(valuesOf(events, 'tensor')).toMatchObject({
    'config @ 0': { stringVal: [new TextEncoder().encode('seed 1')] },
  });
});

describe('a result', () => {
  const result = (figures: Record<string, number | null>) =>
    logged(async log => log.result({ 'margin.name': 'arcface', batchSize: 64 }, figures, progressAt(30)));

  it('is a row of the HPARAMS tab, whose figures are scalars of the run', async () => {
    const { events } = await result({ best_validation: 0.75, loss: 1.5 });
    expect(valuesOf(events, 'simpleValue')).toEqual({ 'final/best_validation @ 30': 0.75, 'final/loss @ 30': 1.5 });
    const written = hparamsIn(events);
    for (const text of ['margin.name', 'batchSize', 'final/best_validation', 'final/loss'])
      expect(written['_hparams_/experiment']).toContain(text);
    for (const text of ['margin.name', 'arcface', 'batchSize'])
      expect(written['_hparams_/session_start_info']).toContain(text);
    expect(Object.keys(written)).toHaveLength(3);
  });

  it('leaves out a figure that is not there', async () => {
    const { events } = await result({ best_epoch: null, loss: Number.NaN });
    expect(valuesOf(events, 'simpleValue')).toEqual({});
    expect(hparamsIn(events)['_hparams_/experiment']).not.toContain('final/');
  });
});

describe('a run that goes on', () => {
  const start = progressAt(10, { trainingSeconds: 100, dataWaitSeconds: 50 });

  it('measures its speed from where it stood', async () => {
    const { rows } = await logged(
      log => log.step(taken, rates, progressAt(20, { trainingSeconds: 104, dataWaitSeconds: 51 })),
      { start, again: true },
    );
    expect(rows[0]).toMatchObject({ imagesPerSecond: 5, dataWaitPercent: 25 });
  });

  it('hides what TensorBoard has of later steps', async () => {
    const { events } = await logged(log => log.step(taken, rates, progressAt(20)), { start, again: true });
    const starts = events.filter(({ what }) => what.case === 'sessionLog');
    expect(starts.map(({ step }) => step)).toEqual([11n, 11n]);
  });

  it('hides all of it when it left no checkpoint', async () => {
    const { events } = await logged(log => log.step(taken, rates, progressAt(1)), {
      start: progressAt(0),
      again: true,
    });
    expect(events.find(({ what }) => what.case === 'sessionLog')).toMatchObject({ step: 0n });
  });

  it('hides nothing when it begins', async () => {
    const { events } = await logged(log => log.step(taken, rates, progressAt(20)));
    expect(events.some(({ what }) => what.case === 'sessionLog')).toBe(false);
  });
});

describe('a full disk', () => {
  const canLimitFiles = spawnSync('prlimit', ['--version']).status === 0;
  /** The system writes files of this process up to a size only. */
  const limitFileBytes = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', [`--pid=${process.pid}`, `--fsize=${bytes}:`]);

  it.skipIf(!canLimitFiles)(
    'is told once, costs no training, and nothing is missing when there is room again',
    async () => {
      const run = runIn(temporaryFolder());
      const said: string[] = [];
      const log = await RunLog.open(run, {
        batchSize: 2,
        start: progressAt(0),
        again: false,
        say: text => said.push(text),
      });
      const ignoreSignal = () => undefined;
      process.on('SIGXFSZ', ignoreSignal);
      try {
        limitFileBytes(100);
        for (const step of [10, 20, 30]) {
          await log.step(taken, rates, progressAt(step));
          const validation = { value: 0.5, figures: { accuracy: 0.5 } };
          await log.validation({ validation, distributions: distances }, progressAt(step));
        }
      } finally {
        limitFileBytes('unlimited');
        process.off('SIGXFSZ', ignoreSignal);
      }
      await log.close();
      expect(said).toEqual([
        expect.stringMatching(/^metrics\.jsonl is not written: EFBIG: .+ Its rows are kept until there is room\.$/),
        expect.stringMatching(/^TensorBoard events are not written: .+ EFBIG: .+ The events are kept/),
      ]);
      expect(rowsOf(run).map(({ kind, step }) => `${kind} ${step}`)).toEqual(
        [10, 20, 30].flatMap(step => [`step ${step}`, `validation ${step}`]),
      );
      const events: Event[] = [];
      for await (const event of readRun(run.path)) events.push(event);
      const values = Object.keys(valuesOf(events, 'simpleValue'));
      expect(values.filter(name => name.startsWith('train/loss'))).toEqual(
        [10, 20, 30].map(step => `train/loss @ ${step}`),
      );
    },
  );

  it('costs the events of a run whose event file cannot be made, and says so', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'runs'));
    writeFileSync(join(folder, 'runs', 'face'), '');
    const said: string[] = [];
    const start = progressAt(0);
    const say = (text: string) => void said.push(text);
    const log = await RunLog.open(runIn(folder), { batchSize: 2, start, again: false, say });
    log.describe('config', 'seed 1');
    await log.close();
    expect(said).toEqual([
      expect.stringMatching(/^TensorBoard events are not written: Expected to create an event file/),
    ]);
  });
});
