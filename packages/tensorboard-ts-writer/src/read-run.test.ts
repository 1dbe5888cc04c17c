import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRun } from './read-run.js';
import { frameRecord } from './record-framing.js';
import { SummaryWriter } from './summary-writer.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-run-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function stepsOfRun(): Promise<number[]> {
  const steps: number[] = [];
  for await (const { step, what } of readRun(folder)) if (what.case === 'summary') steps.push(Number(step));
  return steps;
}

async function write(...steps: number[]): Promise<string> {
  await using writer = await SummaryWriter.open(folder);
  for (const step of steps) writer.addScalar('loss', 1, step);
  return writer.path;
}

test('a new writer begins a file of its own beside one that a crash tore, and readers skip the torn end', async () => {
  const torn = await write(1, 2);
  await appendFile(torn, frameRecord(Buffer.alloc(100)).subarray(0, 50));
  const next = await write(3);
  expect(next > torn).toBe(true);
  expect(await stepsOfRun()).toEqual([1, 2, 3]);
});

test('a damaged record is an error with its file', async () => {
  const path = await write(1);
  const bytes = await readFile(path);
  bytes[60] = (bytes[60] as number) ^ 1;
  await writeFile(path, bytes);
  await expect(stepsOfRun()).rejects.toThrow(path);
});

test('two writers of one folder at one time do not disturb each other', async () => {
  const [one, other] = await Promise.all([SummaryWriter.open(folder), SummaryWriter.open(folder)]);
  for (let step = 0; step < 50; step++) (step % 2 === 0 ? one : other).addScalar('loss', 1, step);
  await Promise.all([one.close(), other.close()]);
  expect((await stepsOfRun()).sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
});
