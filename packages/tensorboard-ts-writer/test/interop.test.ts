import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { crc32 } from '@node-rs/crc32';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SummaryWriter } from '../src/index.js';
import { frameRecord } from '../src/record-framing.js';
import { histogramOf } from '../src/values/histogram.js';

// Which Python has the `tensorboard` package; without it, these tests are reported as skipped.
const python = process.env['TENSORBOARD_PYTHON'];

/** What `interop/read_events.py` prints. */
interface Found {
  accumulator: Pick<Series, 'scalars' | 'texts'> & {
    fileVersion: number;
    images: Record<string, [number, number, number, string][]>;
    histograms: Record<string, Record<string, unknown>[]>;
  };
  python: Runs;
  server: Runs | null;
}

interface Series {
  scalars: Record<string, [number, number, number | string][]>;
  images: Record<string, [number, string[]][]>;
  texts: Record<string, [number, string][]>;
  histograms: Record<string, [number, [number, number, number][]][]>;
}
type Runs = { [Kind in keyof Series]: Record<string, Series[Kind]> };

/** A PNG of one grey pixel. */
function onePixel(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const pixels = deflateSync(Buffer.from([0, 128]));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

async function readWithTensorBoard(logDir: string): Promise<Found> {
  const script = join(import.meta.dirname, 'interop', 'read_events.py');
  const { stdout } = await promisify(execFile)(python as string, [script, logDir]);
  return JSON.parse(stdout) as Found;
}

describe.skipIf(!python)('TensorBoard reads', () => {
  const wall = 1_700_000_000.25;
  const at = { wallTimeSecs: wall };
  const png = onePixel();
  // As a killed process leaves it.
  const tornRecord = frameRecord(Buffer.alloc(100)).subarray(0, 50);
  const weights = [-2, -0.5, 0, 0, 0.25, 3];
  let logDir: string;
  let found: Found;

  beforeAll(async () => {
    logDir = await mkdtemp(join(tmpdir(), 'interop-'));
    const first = await SummaryWriter.open(logDir);
    first.addScalar('loss/train', 0.125, 1, at);
    first.addScalar('loss/train', Number.NaN, 2, at);
    first.addScalar('loss/train', 99, 3, at); // Logged after the checkpoint that the resumed training starts from.
    await first.close();
    await appendFile(first.path, tornRecord);
    const next = await SummaryWriter.appendTo(first.path, { purgeStep: 3 });
    next.addScalar('loss/train', 0.75, 3, at);
    next.addScalars('accuracy', { train: 0.5, test: -0.25 }, 2 ** 40, at);
    next.addImage('faces', { encoded: png, width: 1, height: 1, channels: 1 }, 4, at);
    next.addText('config', 'margin **0.5** · κ', 5, at);
    next.addHistogram('weights', weights, 6, at);
    await next.close();
    await appendFile(first.path, tornRecord);
    found = await readWithTensorBoard(logDir);
  });
  afterAll(() => rm(logDir, { recursive: true }));

  const scalars = {
    'loss/train': [
      [1, wall, 0.125],
      [2, wall, 'nan'],
      [3, wall, 0.75],
    ],
    'accuracy/train': [[2 ** 40, wall, 0.5]],
    'accuracy/test': [[2 ** 40, wall, -0.25]],
  };
  test('the file version', () => expect(found.accumulator.fileVersion).toBe(2));

  test('scalars, a purged step replaced', () => {
    expect(found.accumulator.scalars).toEqual(scalars);
    expect(found.python.scalars).toEqual({ '.': scalars });
    if (found.server) expect(found.server.scalars).toEqual({ '.': scalars });
  });

  test('images', () => {
    expect(found.accumulator.images).toEqual({ faces: [[4, 1, 1, png.toString('base64')]] });
    const one = Buffer.from('1').toString('base64'); // Width and height come first, as text.
    const images = { '.': { faces: [[4, [one, one, png.toString('base64')]]] } };
    expect(found.python.images).toEqual(images);
    if (found.server) expect(found.server.images).toEqual(images);
  });

  test('texts', () => {
    const texts = { config: [[5, 'margin **0.5** · κ']] };
    expect(found.accumulator.texts).toEqual(texts);
    expect(found.python.texts).toEqual({ '.': texts });
    if (found.server) expect(found.server.texts).toEqual({ '.': texts });
  });

  test('histograms', () => {
    const { $typeName: _, ...histogram } = histogramOf('weights', weights);
    expect(found.accumulator.histograms).toEqual({ weights: [{ step: 6, ...histogram }] });
    const edges = histogram.bucketLimit.with(-1, histogram.max);
    const buckets = edges.map((right, index) => [edges[index - 1] ?? histogram.min, right, histogram.bucket[index]]);
    for (const runs of found.server ? [found.python, found.server] : [found.python]) {
      const [step, rows] = runs.histograms['.']?.['weights']?.[0] ?? [];
      expect(step).toBe(6);
      // The Python ingester keeps float32.
      expect(rows?.map(row => row.map(Math.fround))).toEqual(buckets.map(row => row.map(edge => Math.fround(edge!))));
    }
  });
});
