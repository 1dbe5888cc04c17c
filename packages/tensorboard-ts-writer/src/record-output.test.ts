import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEventFile } from './create-event-file.js';
import { readRun } from './read-run.js';
import { RecordOutput } from './record-output.js';
import { SummaryWriter } from './summary-writer.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-output-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function sizes(): Promise<number[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async name => (await readFile(join(folder, name))).length));
}

test('a run that is larger than a file goes on in the next ones, and no event is lost', async () => {
  const writer = await SummaryWriter.open(folder, { maxFileBytes: 4096 });
  const first = writer.path;
  for (let step = 1; step <= 300; step++) {
    writer.addScalar('loss', 1, step);
    if (step % 70 === 0) await writer.flush();
  }
  await writer.close();
  expect(writer.path > first).toBe(true);
  const bytes = await sizes();
  expect(bytes.length).toBeGreaterThan(2);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(4096);
  const steps: number[] = [];
  const versions: unknown[] = [];
  for await (const { step, what } of readRun(folder)) {
    if (what.case === 'fileVersion') versions.push(what.value);
    else steps.push(Number(step));
  }
  expect(versions).toEqual(bytes.map(() => 'brain.Event:2'));
  expect(steps).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
});

test('an event that is larger than a file has one of its own', async () => {
  const writer = await SummaryWriter.open(folder, { maxFileBytes: 4096 });
  writer.addText('small', 'text', 1);
  writer.addText('large', 'text'.repeat(3000), 2);
  writer.addText('small', 'text', 3);
  await writer.close();
  const bytes = await sizes();
  expect(bytes).toHaveLength(3);
  expect(bytes[1]).toBeGreaterThan(12_000);
});

test('a next file that cannot be made keeps the records, and is asked for again', async () => {
  let failures = 1;
  const next = () => {
    if (failures-- > 0) return Promise.reject(new Error('no next file'));
    return createEventFile(folder, '');
  };
  const rotation = { maxFileBytes: 10, next, firstRecord: () => Buffer.from('first ') };
  const output = new RecordOutput(await createEventFile(folder, ''), 0, rotation);
  const records = [Buffer.from('12345678'), Buffer.from('9abc')];
  expect(await output.write(records)).toBe(1);
  const formerPath = output.path;
  await expect(output.write(records.slice(1))).rejects.toThrow('no next file');
  expect(output.path).toBe(formerPath);
  expect(await output.write(records.slice(1))).toBe(1);
  expect(await readFile(formerPath, 'utf8')).toBe('12345678');
  expect(await readFile(output.path, 'utf8')).toBe('first 9abc');
  await output.close();
});
