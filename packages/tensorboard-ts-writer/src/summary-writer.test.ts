import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from './proto/event_pb.js';
import type { Summary_Value } from './proto/summary_pb.js';
import { readEvents } from './read-events.js';
import { SummaryWriter } from './summary-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'summary-writer-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function eventsOf(path: string): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of readEvents(path)) events.push(event);
  return events;
}

/** The values of the events that a writer wrote, without the first one. */
async function logged(log: (writer: SummaryWriter) => void): Promise<{ step: bigint; values: Summary_Value[] }[]> {
  const writer = await SummaryWriter.open(folder);
  log(writer);
  await writer.close();
  const events = await eventsOf(writer.path);
  return events.slice(1).map(({ step, what }) => {
    if (what.case !== 'summary') throw new Error(`not a summary: ${what.case}`);
    return { step, values: what.value.value };
  });
}

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

test('writes the bytes that the Python writer of TensorBoard writes', async () => {
  const writer = await SummaryWriter.open(folder);
  const fileVersionBytes = (await readFile(writer.path)).length;
  writer.addScalar('loss/train', 0.125, 42, { wallTimeSecs: 1_700_000_000.25 });
  await writer.close();
  const bytes = await readFile(writer.path);
  // tensorboard 2.21, RecordWriter.write(Event(wall_time=1700000000.25, step=42, summary=…simple_value=0.125…))
  expect(bytes.toString('hex', fileVersionBytes)).toBe(
    '200000000000000029eda9500900001040fc54d941102a2a130a110a0a6c6f73732f747261696e150000003e42831812',
  );
  // The same of Event(wall_time=1700000000.25, file_version="brain.Event:2"); the time of ours is another.
  const golden = Buffer.from('1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9', 'hex');
  expect(fileVersionBytes).toBe(golden.length);
  expect(bytes.subarray(21, 36)).toEqual(golden.subarray(21, 36));
});

test('names the file as TensorBoard expects, and no two alike', async () => {
  const logDir = join(folder, 'names', 'run');
  const writers = await Promise.all([1, 2, 3].map(() => SummaryWriter.open(logDir, { filenameSuffix: '.eval' })));
  await Promise.all(writers.map(writer => writer.close()));
  const names = await readdir(logDir);
  expect(names).toHaveLength(3);
  expect(names.sort()).toEqual(writers.map(({ path }) => basename(path)).sort());
  for (const name of names) {
    expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\..+\.\d+\.\d{3}\.eval$/);
    expect(name).toContain(`.${hostname()}.${process.pid}.`);
  }
});

test('the file version is in the file before anything is logged', async () => {
  const writer = await SummaryWriter.open(folder);
  expect((await eventsOf(writer.path)).map(({ what }) => what.value)).toEqual(['brain.Event:2']);
  await writer.close();
});

test('keeps every float32 and its step', async () => {
  const points = fc.array(fc.tuple(fc.float(), fc.maxSafeInteger()), { minLength: 1, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(points, async expected => {
      const found = await logged(writer => {
        for (const [value, step] of expected) writer.addScalar('loss', value, step);
      });
      expect(found.map(({ step, values: [value] }) => [value?.value.value, Number(step)])).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test('a scalar beyond float32 becomes infinite', async () => {
  const [event] = await logged(writer => writer.addScalar('loss', -1e39, 0));
  expect(event?.values[0]?.value.value).toBe(Number.NEGATIVE_INFINITY);
});

test('addScalars puts its series under the main tag, in one event', async () => {
  const events = await logged(writer => writer.addScalars('accuracy', { train: 0.5, test: 0.25 }, 7));
  expect(events.map(({ values }) => values.map(({ tag, value }) => [tag, value.value]))).toEqual([
    [
      ['accuracy/train', 0.5],
      ['accuracy/test', 0.25],
    ],
  ]);
});

test('text is a single string for the text plugin', async () => {
  const [event] = await logged(writer => writer.addText('config', 'margin **0.5** · κ', 0));
  const [value] = event?.values ?? [];
  expect(value?.metadata?.pluginData?.pluginName).toBe('text');
  expect(value?.value).toMatchObject({
    case: 'tensor',
    value: { dtype: 7, tensorShape: { dim: [] }, stringVal: [new TextEncoder().encode('margin **0.5** · κ')] },
  });
});

test('an image keeps its bytes, size and channels', async () => {
  const image = { encoded: png, width: 3, height: 2, channels: 4 };
  const [event] = await logged(writer => writer.addImage('faces', image, 1));
  expect(event?.values[0]?.value).toMatchObject({
    case: 'image',
    value: { width: 3, height: 2, colorspace: 4, encodedImageString: new Uint8Array(png) },
  });
});

test('a histogram has the moments of its values', async () => {
  const [event] = await logged(writer => writer.addHistogram('weights', new Float32Array([-1, 3]), 1));
  expect(event?.values[0]?.value).toMatchObject({
    case: 'histo',
    value: { min: -1, max: 3, num: 2, sum: 2, sumSquares: 1 + 9, bucket: [1, 0, 1] },
  });
});

test.each([
  ['an empty tag', '', '""'],
  ['a tag that ends in a slash', 'loss/', '"loss/"'],
  ['a tag with an empty part', 'loss//train', '"loss//train"'],
  ['a tag with a line break', 'a\nb', '"a\\nb"'],
  ['a tag with half a character', 'a\ud800', '"a\\ud800"'],
  ['a tag with a space at its end', 'loss ', '"loss "'],
])('refuses %s', async (_, tag, shown) => {
  await logged(writer => {
    expect(() => writer.addScalar(tag, 1, 1)).toThrow(`but received ${shown} (addScalar)`);
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53])('refuses the step %s', async step => {
  await logged(writer => {
    expect(() => writer.addScalar('loss/train', 1, step)).toThrow(
      `Expected a step that is a whole number but received ${step} (addScalar "loss/train").`,
    );
  });
});

test('refuses raw pixels as an image', async () => {
  await logged(writer => {
    const image = { encoded: new Uint8Array(12), width: 2, height: 2, channels: 3 };
    expect(() => writer.addImage('faces', image, 1)).toThrow(
      'Expected the bytes of a PNG or JPEG file but received 12 bytes that start otherwise (image "faces").',
    );
  });
});

test('refuses an image without a size', async () => {
  await logged(writer => {
    const image = { encoded: png, width: 0, height: 2, channels: 3 };
    expect(() => writer.addImage('faces', image, 1)).toThrow('Expected width that is a whole number from 1');
  });
});

test('a refused event leaves no trace', async () => {
  const events = await logged(writer => {
    expect(() => writer.addScalars('accuracy', { train: 1, '': 2 }, 1)).toThrow('"accuracy/"');
    writer.addScalar('loss', 1, 1);
  });
  expect(events).toHaveLength(1);
});

test.each([
  [{ flushSecs: 0 }, 'flushSecs'],
  [{ maxQueue: 0.5 }, 'maxQueue'],
  [{ filenameSuffix: '/x' }, 'filenameSuffix'],
  [{ maxFileBytes: 100 }, 'maxFileBytes'],
  [{ purgeStep: Number.NaN }, 'purgeStep'],
])('refuses the options %o', async (options, name) => {
  await expect(SummaryWriter.open(folder, options)).rejects.toThrow(`(${name})`);
});

test('a folder that cannot be made is an error with its path', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await expect(SummaryWriter.open(join(file, 'run'))).rejects.toMatchObject({
    name: 'EventWriteError',
    code: 'ENOTDIR',
    path: join(file, 'run'),
  });
});

test('purgeStep starts a session at that step, twice so that TensorBoard sees a restart', async () => {
  const writer = await SummaryWriter.open(folder, { purgeStep: 30 });
  await writer.close();
  const [, ...starts] = await eventsOf(writer.path);
  const start = { step: 30n, what: { case: 'sessionLog', value: { status: 1 } } };
  expect(starts).toMatchObject([start, start]);
});

test('closes itself at the end of a block that disposes it', async () => {
  const writer = await SummaryWriter.open(folder);
  writer.addScalar('loss', 1, 1);
  await writer[Symbol.asyncDispose]();
  expect(await eventsOf(writer.path)).toHaveLength(2);
  expect(() => writer.addScalar('loss', 1, 2)).toThrow('a closed one');
});
