import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VerificationResult } from '@arcface-ts/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findResults } from './found-results.js';

let runs: string;
beforeEach(async () => {
  runs = join(await mkdtemp(join(tmpdir(), 'arcface-results-')), 'runs');
});
afterEach(() => rm(dirname(runs), { recursive: true }));

const result: VerificationResult = {
  schema: 1,
  dataset: 'lfw',
  protocol: 'LFW unrestricted',
  checkpoint: { path: 'runs/one/best', sha256: 'ab'.repeat(32) },
  pairs: 6000,
  images: 7701,
  folds: 10,
  accuracy: { mean: 0.8, std: 0.01, ci95: [0.79, 0.81] },
  thresholds: [1.5],
  tarAtFar: { '1e-2': { tar: 0.4, threshold: 1.2 } },
  auc: 0.88,
  eer: 0.2,
  seedStyleBestAccuracy: 0.81,
  meanNorm: 17,
  imagesPerSecond: 100,
};
const summary = {
  ...{
    schema: 1,
    dataset: 'celeba',
    identities: 9,
    images: 90,
    model: 'mobilefacenet',
    parameters: 1,
    epochs: 1,
    steps: 1,
  },
  ...{ imagesPerSecond: 1, dataWaitPercent: 0, peakRssMiB: 1, bestEpoch: 1, finalLoss: 1, stoppedBy: 'epochs' },
};

async function write(path: string, content: unknown): Promise<void> {
  const file = join(runs, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  await utimes(file, 0, Date.UTC(2026, 10, 25, 12) / 1000);
}

it('finds the results of all runs and sets, in the order of their paths', async () => {
  await write('two/eval/lfw.json', result);
  await write('one/eval/lfw.json', result);
  await write('one/eval/cfp-fp.json', { ...result, dataset: 'cfp-fp' });
  await write('one/eval/lfw/report.html', '<p>');
  await write('one/metrics.jsonl', '{}');
  const { results, unreadable } = await findResults(runs);
  expect(results.map(({ run, set, date }) => `${run} ${set} ${date}`)).toEqual([
    'one cfp-fp 2026-11-25',
    'one lfw 2026-11-25',
    'two lfw 2026-11-25',
  ]);
  expect(results[0]?.result.dataset).toBe('cfp-fp');
  expect(unreadable).toEqual([]);
});

it('names the net of the run that the weights come from', async () => {
  await write('one/summary.json', summary);
  await write('two/summary.json', { ...summary, model: 'resnet50' });
  await write('two/eval/lfw.json', result);
  await write('two/eval/mine.json', { ...result, checkpoint: { ...result.checkpoint, path: '/weights/best' } });
  const { results } = await findResults(runs);
  expect(results.map(({ set, net }) => [set, net])).toEqual([
    ['lfw', 'mobilefacenet'],
    ['mine', undefined],
  ]);
});

it('names files that are no results', async () => {
  await write('one/eval/lfw.json', '{"schema":1}');
  await write('one/eval/cut.json', '{"sche');
  expect(await findResults(runs)).toEqual({
    results: [],
    unreadable: [join('runs', 'one', 'eval', 'cut.json'), join('runs', 'one', 'eval', 'lfw.json')],
  });
});

it('finds nothing where there is no folder of runs', async () => {
  expect(await findResults(runs)).toEqual({ results: [], unreadable: [] });
});
