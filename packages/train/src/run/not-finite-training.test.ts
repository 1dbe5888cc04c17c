import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NumericError, RunDirectory, runSummarySchema } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { trainDigits } from '../digits/train-digits.js';
import { prepareSmallDigits, smallDigitsConfig } from '../testing/small-digits.js';

/*
 * Real trainings of a small net whose every update leads to weights that are not finite: eight steps of sixteen digits.
 */
let folder: string;
let cacheFolder: string;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  folder = mkdtempSync(join(tmpdir(), 'not-finite-'));
  cacheFolder = await prepareSmallDigits(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function train(name: string, onNan?: 'stop' | 'skip') {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation(text => lines.push(String(text)) > 0);
  const run = RunDirectory.at(folder, name);
  const config = smallDigitsConfig({ epochs: 1, learningRate: { schedule: 'constant', base: 1e38 }, logEverySteps: 8 });
  const common = { config, cacheFolder, resume: 'never', device: 'cpu', say: () => undefined } as const;
  const error = await trainDigits({ run, onNan, ...common }).then(
    () => undefined,
    thrown => thrown,
  );
  const rows = readFileSync(run.metricsFile, 'utf8').trimEnd().split('\n');
  return { run, error, lines, rows: rows.map(row => JSON.parse(row)) };
}

it('stops unless it is told otherwise, and names the batch', async () => {
  const { error, rows } = await train('stopped');
  expect(error).toBeInstanceOf(NumericError);
  expect(rows).toEqual([
    { kind: 'not-finite', step: 1, epoch: 1, what: expect.any(String), records: expect.any(Array) },
  ]);
  expect(rows[0].records).toHaveLength(16);
});

it('goes on where it is told so, and counts what it left out', async () => {
  const { run, error, lines, rows } = await train('skipped', 'skip');
  expect(error).toBeUndefined();
  const summary = runSummarySchema.parse(JSON.parse(readFileSync(run.summaryFile, 'utf8')));
  expect(summary).toMatchObject({ steps: 8, skippedSteps: 8 });
  expect(rows.map(({ kind }) => kind)).toEqual([...Array(8).fill('not-finite'), 'step', 'validation']);
  expect(rows[8]).toMatchObject({ step: 8, applied: false });
  expect(
    lines.filter(line => /^step \d is skipped: loss .*; metrics\.jsonl names the batch\n$/.test(line)),
  ).toHaveLength(8);
});
