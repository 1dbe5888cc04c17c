import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordError } from './event-file-error.js';
import { readRecords } from './read-records.js';
import { frameRecord } from './record-framing.js';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-records-'));
  path = join(folder, 'records');
});
afterAll(() => rm(folder, { recursive: true }));

const records = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 });

/** What a file of these bytes holds before its first fault. */
async function read(bytes: Uint8Array): Promise<{ data: Uint8Array[]; fault?: RecordError }> {
  await writeFile(path, bytes);
  const data: Uint8Array[] = [];
  try {
    for await (const record of readRecords(path)) data.push(record.data);
    return { data };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { data, fault: error };
  }
}

/** Byte at which each record starts, and the end of the last. */
function boundaries(datas: readonly Uint8Array[]): number[] {
  const starts = [0];
  for (const data of datas) starts.push((starts.at(-1) as number) + data.length + 16);
  return starts;
}

test('reads back what was framed', async () => {
  await fc.assert(
    fc.asyncProperty(records, async datas => {
      expect(await read(Buffer.concat(datas.map(frameRecord)))).toEqual({ data: datas });
    }),
    { numRuns: 50 },
  );
});

test('reads records that are larger than its window, and those around them', async () => {
  const datas = [3, 3 << 20, 5, (1 << 20) - 20, 7].map(length => new Uint8Array(length).fill(length % 251));
  const { data } = await read(Buffer.concat(datas.map(frameRecord)));
  expect(data.map(({ length }) => length)).toEqual(datas.map(({ length }) => length));
  expect(data.every((found, index) => Buffer.compare(found, datas[index] as Uint8Array) === 0)).toBe(true);
});

test('gives the whole records of a file that was cut anywhere, then the offset of the torn one', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat(), async (datas, anywhere) => {
      const bytes = Buffer.concat(datas.map(frameRecord));
      const cut = anywhere % bytes.length;
      const starts = boundaries(datas);
      const whole = starts.filter(start => start > 0 && start <= cut).length;
      const { data, fault } = await read(bytes.subarray(0, cut));
      expect(data).toEqual(datas.slice(0, whole));
      expect(fault && { fault: fault.fault, offset: fault.offset }).toEqual(
        starts.includes(cut) ? undefined : { fault: 'torn', offset: starts[whole] },
      );
    }),
    { numRuns: 100 },
  );
});

test('notices any changed bit and names the byte at which its record starts', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.nat(), fc.nat(7), async (datas, anywhere, bit) => {
      const bytes = Buffer.concat(datas.map(frameRecord));
      const changed = anywhere % bytes.length;
      bytes[changed] = (bytes[changed] as number) ^ (1 << bit);
      const { fault } = await read(bytes);
      const start = boundaries(datas).findLast(offset => offset <= changed);
      expect(fault && { fault: fault.fault, offset: fault.offset }).toEqual({ fault: 'damaged', offset: start });
    }),
    { numRuns: 100 },
  );
});

test('says what is wrong, where, and what to do', async () => {
  const { fault } = await read(frameRecord(Buffer.from('abc')).subarray(0, 17));
  expect(fault?.message).toBe(
    `Expected a record of 19 bytes or more but received 17 bytes before the end of the file (${path}, byte 0). ` +
      'Its writer was killed or still writes. SummaryWriter.appendTo cuts a torn last record off.',
  );
});
