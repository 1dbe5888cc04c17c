import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDamaged } from '@arcface-ts/core/testing';
import { readCheckpointRecord } from '@arcface-ts/train';
import {
  EventWriteError,
  frameRecord,
  RecordError,
  readEvents,
  readRecords,
  SummaryWriter,
} from 'tensorboard-ts-writer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cardFacts } from '../card/testing/card-facts.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const faults = [RecordError, EventWriteError];

/** An event file and its events. */
async function writeEvents(): Promise<{ file: Uint8Array; events: Uint8Array[] }> {
  const writer = await SummaryWriter.open(join(folder, 'run'));
  writer.addScalar('loss', 1.5, 1);
  writer.addHistogram('weights', [1, 2, 3], 1);
  await writer.close();
  const events: Uint8Array[] = [];
  for await (const { data } of readRecords(writer.path)) events.push(data);
  return { file: readFileSync(writer.path), events };
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

it('damaged event files are read, or refused by name', async () => {
  const { file } = await writeEvents();
  const path = join(folder, 'events');
  const { refused } = await readDamaged({
    format: 'event file',
    valid: [file],
    names: path,
    faults,
    read: bytes => {
      writeFileSync(path, bytes);
      return drain(readEvents(path));
    },
  });
  expect(refused).toBeGreaterThan(0);
});

it('damaged events whose checksums fit are read, or refused by name', async () => {
  const { events } = await writeEvents();
  const path = join(folder, 'events');
  const { refused } = await readDamaged({
    format: 'events',
    valid: events,
    names: path,
    faults,
    read: bytes => {
      writeFileSync(path, frameRecord(bytes));
      return drain(readEvents(path));
    },
  });
  expect(refused).toBeGreaterThan(0);
});

it('damaged event files are appended to, or refused by name', async () => {
  const { file } = await writeEvents();
  const path = join(folder, 'events');
  const { refused } = await readDamaged({
    format: 'event file, to append to',
    valid: [file],
    names: path,
    faults,
    read: async bytes => {
      writeFileSync(path, bytes);
      await (await SummaryWriter.appendTo(path)).close();
    },
  });
  expect(refused).toBeGreaterThan(0);
});

it('damaged checkpoint records are read, or refused by name', async () => {
  const path = join(folder, 'best', 'checkpoint.json');
  mkdirSync(join(folder, 'best'));
  const { refused } = await readDamaged({
    format: 'checkpoint.json',
    valid: [Buffer.from(JSON.stringify(cardFacts().weights.record))],
    names: path,
    read: bytes => {
      writeFileSync(path, bytes);
      return readCheckpointRecord(join(folder, 'best'));
    },
  });
  expect(refused).toBeGreaterThan(0);
});
