import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunDirectory, rateTestSchema } from '@arcface-ts/core';
import { photoSize } from '@arcface-ts/data';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { writeRateTest } from './write-rate-test.js';

const test = {
  schema: 1 as const,
  dataset: 'celeba',
  identities: 2711,
  model: 'mobilefacenet',
  optimizer: 'sgd',
  batchSize: 64,
  seed: 1,
  marginStrength: 0,
  from: 1e-4,
  to: 10,
  steps: 6,
  stoppedBy: 'last-rate' as const,
  points: [9, 8, 5, 4, 7, 1000].map((loss, index) => {
    const rate = Number(`1e${index - 4}`);
    return { rate, loss, smoothedRate: rate, smoothedLoss: loss };
  }),
  suggestions: { steepest: 0.003162, leastTenth: 0.01 },
};

type Suggestions = { steepest: number | null; leastTenth: number | null };

/** Writes the test into a run's folder, a new one unless told; returns it with what was said. */
async function written({
  run = RunDirectory.at(temporaryFolder(), 'face'),
  seed = 1,
  suggestions = test.suggestions as Suggestions,
} = {}) {
  const said: string[] = [];
  await writeRateTest(run, { ...test, seed, suggestions }, { title: 'a title', say: text => said.push(text) });
  return { run, said, svg: readFileSync(join(run.path, 'lr-find.svg'), 'utf8') };
}

it('writes what it found, and the curve as a picture of two kinds', async () => {
  const { run, said } = await written();
  expect(said).toEqual([]);
  const pictures = ['lr-find.svg', 'lr-find.png'];
  expect(readdirSync(run.path).sort()).toEqual(['lr-find.json', ...pictures.toReversed()]);
  const json = JSON.parse(readFileSync(join(run.path, 'lr-find.json'), 'utf8'));
  expect(rateTestSchema.parse(json)).toEqual({ ...test, pictures });
  const { width, height } = await photoSize(readFileSync(join(run.path, 'lr-find.png')));
  expect(Math.min(width, height)).toBeGreaterThan(600);
});

it('keeps an earlier test under a number, and touches nothing else', async () => {
  const { run } = await written();
  writeFileSync(join(run.path, 'summary.json'), 'a summary');
  expect((await written({ run, seed: 2 })).said).toEqual([
    `the earlier test is kept as ${join(run.path, 'lr-find.1.json')}`,
  ]);
  await written({ run, seed: 3 });
  const seeds = ['lr-find.1.json', 'lr-find.2.json', 'lr-find.json'].map(
    file => JSON.parse(readFileSync(join(run.path, file), 'utf8')).seed,
  );
  expect(seeds).toEqual([1, 2, 3]);
  expect(readdirSync(run.path)).toHaveLength(10);
  expect(readFileSync(join(run.path, 'summary.json'), 'utf8')).toBe('a summary');
});

it('draws a line for each rate that is suggested, named in the legend, and says what was tried', async () => {
  const both = (await written()).svg;
  for (const text of ['steepest descent: 0.0032', 'least loss / 10: 0.01', 'a title', 'learning rate'])
    expect(both).toContain(`>${text}<`);
  for (const line of ['mobilefacenet by sgd, 64 photos a step', '2711 identities of celeba, no margin'])
    expect(both).toContain(`>${line}<`);
  const none = (await written({ suggestions: { steepest: null, leastTenth: null } })).svg;
  expect(none).not.toContain('steepest descent');
});

it('is not flattened by a loss that runs away', async () => {
  expect((await written()).svg).not.toMatch(/>1,?000</);
});
