import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { EventWriteError } from './event-file-error.js';
import { RecordFile, type RecordFileOptions } from './record-file.js';
import { frameRecord } from './record-framing.js';
import { RecordOutput } from './record-output.js';
import { SummaryWriter } from './summary-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

const unheard = (error: EventWriteError) => {
  throw error;
};

async function openRecordFile(path: string, options: Partial<RecordFileOptions> = {}): Promise<RecordFile> {
  const flags = existsSync(path) ? 'r+' : 'wx';
  return new RecordFile(new RecordOutput({ path, file: await open(path, flags) }, 0), {
    flushSecs: 1000,
    maxQueue: 1000,
    onError: unheard,
    ...options,
  });
}

function framed(...datas: Uint8Array[]): Buffer {
  return Buffer.concat(datas.map(frameRecord));
}

const hello = Buffer.from('hello');

test('keeps the order of records over flushes that overlap', async () => {
  const path = join(folder, 'order');
  const file = await openRecordFile(path);
  const datas = Array.from({ length: 50 }, (_, index) => Buffer.from([index]));
  const flushes = datas.map(data => {
    file.append(data);
    return file.flush();
  });
  await Promise.all(flushes);
  await file.close();
  expect(await readFile(path)).toEqual(framed(...datas));
});

test('writes without being asked once enough records wait', async () => {
  const path = join(folder, 'queue');
  const file = await openRecordFile(path, { maxQueue: 2 });
  file.append(hello);
  file.append(hello);
  await vi.waitFor(async () => expect(await readFile(path)).toEqual(framed(hello, hello)));
  await file.close();
});

test('writes without being asked once the time is up, what came during a write included', async () => {
  const path = join(folder, 'timer');
  const file = await openRecordFile(path, { maxQueue: 2, flushSecs: 0.05 });
  file.append(hello);
  file.append(hello); // Starts a write …
  await Promise.resolve();
  await Promise.resolve();
  file.append(hello); // … that this one and the next may be too late for.
  file.append(hello);
  await vi.waitFor(async () => expect((await readFile(path)).length).toBe(4 * framed(hello).length));
  await file.close();
});

test('appending after close is an error, closing again is none', async () => {
  const file = await openRecordFile(join(folder, 'closed'));
  await file.close();
  await file.close();
  expect(() => file.append(hello)).toThrow('Expected an open event file but received a closed one');
});

test.skipIf(!existsSync('/dev/full'))('a full disk rejects the flush and is told to onError', async () => {
  const onError = vi.fn<(error: EventWriteError) => void>();
  const file = await openRecordFile('/dev/full', { onError });
  file.append(hello);
  await expect(file.flush()).rejects.toThrow(
    'Expected to write 21 bytes but received ENOSPC: no space left on device, write (/dev/full). ' +
      'The events are kept and written at the next flush: make room, or close the writer.',
  );
  await expect(file.close()).rejects.toThrow('(/dev/full). The writer was closed; events lost: 1.');
  expect(file.lost).toBe(1);
  expect(onError.mock.calls.map(([error]) => error.code)).toEqual(['ENOSPC']);
});

test.skipIf(!existsSync('/dev/full'))('loses records, counts them and says so once, when 64 MiB wait', async () => {
  const onError = vi.fn<(error: EventWriteError) => void>();
  const file = await openRecordFile('/dev/full', { onError });
  const mebibyte = new Uint8Array(1 << 20);
  for (let count = 0; count < 65; count++) file.append(mebibyte);
  await expect(file.flush()).rejects.toThrow('ENOSPC');
  expect(file.lost).toBe(0);
  for (let count = 0; count < 3; count++) file.append(mebibyte);
  expect(file.lost).toBe(3);
  await expect(file.close()).rejects.toThrow('ENOSPC');
  expect(onError.mock.calls.map(([{ message }]) => message)).toEqual([
    expect.stringMatching(/^Expected to write 68158\d{3} bytes but received ENOSPC/),
    'Expected at most 64 MiB of events to wait for the disk but received ENOSPC: no space left on device, write (/dev/full). ' +
      'Events are lost from here until it takes those that wait: make room, or close the writer.',
  ]);
});

const canLimitFiles = spawnSync('prlimit', ['--version']).status === 0;

/** Lets this process write files up to a size only; the system then writes what fits and fails. */
function limitFileBytes(bytes: number | 'unlimited'): void {
  execFileSync('prlimit', [`--pid=${process.pid}`, `--fsize=${bytes}:`]);
}

/** Runs a test while files of this process cannot grow beyond a size; `lift` ends that. */
async function withFileLimit(bytes: number, run: (lift: () => void) => Promise<void>): Promise<void> {
  const ignoreSignal = () => undefined;
  process.on('SIGXFSZ', ignoreSignal);
  try {
    limitFileBytes(bytes);
    await run(() => limitFileBytes('unlimited'));
  } finally {
    limitFileBytes('unlimited');
    process.off('SIGXFSZ', ignoreSignal);
  }
}

const large = new Uint8Array(10_000).fill(7);

test.skipIf(!canLimitFiles)('a write that failed half-way is done again and leaves no trace', async () => {
  const path = join(folder, 'half-way');
  const file = await openRecordFile(path, { onError: () => undefined });
  file.append(hello);
  await file.flush();
  await withFileLimit(4096, async () => {
    file.append(large);
    await expect(file.flush()).rejects.toThrow('EFBIG');
    expect((await readFile(path)).length).toBe(4096);
  });
  file.append(hello);
  await file.close();
  expect(await readFile(path)).toEqual(framed(hello, large, hello));
});

test.skipIf(!canLimitFiles)('a fault is told once, and the write tried again until there is room', async () => {
  const path = join(folder, 'told-once');
  const onError = vi.fn<(error: EventWriteError) => void>();
  const file = await openRecordFile(path, { maxQueue: 1, flushSecs: 0.01, onError });
  await withFileLimit(4096, async lift => {
    file.append(large);
    await vi.waitFor(() => expect(onError).toHaveBeenCalled());
    for (let count = 0; count < 3; count++) await expect(file.flush()).rejects.toThrow('EFBIG');
    lift();
    await vi.waitFor(async () => expect(await readFile(path)).toEqual(framed(large)));
  });
  expect(onError).toHaveBeenCalledTimes(1);
  await withFileLimit(12_000, async () => {
    file.append(large);
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(2)); // Another fault is told again.
  });
  await file.close();
  expect(await readFile(path)).toEqual(framed(large, large));
});

test.skipIf(!canLimitFiles)('a disk that is full from the beginning is told by the rejection alone', async () => {
  const onError = vi.fn<(error: EventWriteError) => void>();
  await withFileLimit(10, async () => {
    await expect(SummaryWriter.open(join(folder, 'run'), { onError })).rejects.toMatchObject({
      name: 'EventWriteError',
      code: 'EFBIG',
      path: expect.stringContaining('events.out.tfevents.'),
    });
  });
  expect(onError).not.toHaveBeenCalled();
});
