import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from './proto/event_pb.js';
import { readEvents } from './read-events.js';
import { frameRecord } from './record-framing.js';
import { SummaryWriter } from './summary-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reopen-event-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('goes on with a file that was cut anywhere, after its last whole event', async () => {
  const writer = await SummaryWriter.open(folder);
  for (let step = 1; step <= 5; step++) writer.addScalar('loss', 1, step);
  await writer.close();
  const bytes = await readFile(writer.path);
  const fileVersionBytes = 40;
  const eventBytes = (bytes.length - fileVersionBytes) / 5;
  const path = join(folder, 'events.out.tfevents.crashed');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), async cut => {
      await writeFile(path, bytes);
      await truncate(path, cut);
      const next = await SummaryWriter.appendTo(path);
      next.addScalar('loss', 1, 100);
      await next.close();
      const events: Event[] = [];
      for await (const event of readEvents(path)) events.push(event);
      const whole = Math.max(0, Math.floor((cut - fileVersionBytes) / eventBytes));
      expect(events[0]?.what).toMatchObject({ case: 'fileVersion' });
      expect(events.slice(1).map(({ step }) => Number(step))).toEqual([...[1, 2, 3, 4, 5].slice(0, whole), 100]);
    }),
    { numRuns: 60 },
  );
});

test('does not append to a damaged file', async () => {
  const writer = await SummaryWriter.open(folder);
  writer.addScalar('loss', 1, 1);
  await writer.close();
  const bytes = await readFile(writer.path);
  bytes[15] = (bytes[15] as number) ^ 1;
  await writeFile(writer.path, bytes);
  await expect(SummaryWriter.appendTo(writer.path)).rejects.toMatchObject({ name: 'RecordError', offset: 0 });
  expect(await readFile(writer.path)).toEqual(bytes);
});

test('does not append to a TFRecord file that is no event file', async () => {
  const path = join(folder, 'train-00000.tfrecord');
  await writeFile(path, frameRecord(Buffer.from('an example')));
  await expect(SummaryWriter.appendTo(path)).rejects.toThrow('Expected the file version "brain.Event:2"');
});

test('appending to a file that is not there is an error with its path', async () => {
  const path = join(folder, 'absent');
  await expect(SummaryWriter.appendTo(path)).rejects.toMatchObject({ name: 'EventWriteError', code: 'ENOENT', path });
});
