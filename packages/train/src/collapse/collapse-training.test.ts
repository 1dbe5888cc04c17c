import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDirectory, runSummarySchema } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { trainDigits } from '../digits/train-digits.js';
import { prepareSmallDigits, smallDigitsConfig } from '../testing/small-digits.js';

/*
 * Real trainings of a small net on ten classes: two photos a step, fifty steps an epoch, a hundred in all.
 */
let folder: string;
let cacheFolder: string;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  folder = mkdtempSync(join(tmpdir(), 'collapse-'));
  cacheFolder = await prepareSmallDigits(folder, { train: 125, t10k: 20 });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Trains; returns the kinds of warnings in the summary, and the lines that were printed. */
async function trained(name: string, keys: Partial<TrainingConfigInput>) {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation(text => lines.push(String(text)) > 0);
  const run = RunDirectory.at(folder, name);
  const config = smallDigitsConfig({ epochs: 2, batchSize: 2, ...keys });
  await trainDigits({ run, config, cacheFolder, resume: 'never', device: 'cpu', say: () => undefined });
  const { collapse } = runSummarySchema.parse(JSON.parse(readFileSync(run.summaryFile, 'utf8')));
  return { collapse, lines: lines.filter(line => line.includes('Try a')) };
}

it('a healthy training has no warning', async () => {
  expect(await trained('healthy', {})).toEqual({ collapse: undefined, lines: [] });
});

it('a training that does not move is told of, once', async () => {
  const { collapse, lines } = await trained('still', { learningRate: { schedule: 'constant', base: 1e-12 }, seed: 3 });
  expect(collapse?.map(({ kind }) => kind)).toEqual(['guessing']);
  expect(lines).toEqual([expect.stringContaining('step 100: the loss is that of guessing')]);
});

it('a rate that is absurdly high leaves a net that embeds all photos alike, at the loss of equal angles', async () => {
  const { collapse } = await trained('wild', { learningRate: { schedule: 'constant', base: 10 } });
  expect(collapse?.map(({ kind }) => kind)).toContain('guessing');
});
