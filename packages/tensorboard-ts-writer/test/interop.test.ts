import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pngOf } from '../src/images/png.js';
import { SummaryWriter } from '../src/index.js';
import { GraphDefSchema } from '../src/proto/graph_def_pb.js';
import { frameRecord } from '../src/record-framing.js';
import { histogramOf } from '../src/values/histogram.js';

// Which Python has the `tensorboard` package; without it, these tests are reported as skipped.
const python = process.env['TENSORBOARD_PYTHON'];

/** What `interop/read_events.py` prints. */
interface Found {
  accumulator: Pick<Series, 'scalars' | 'texts'> & {
    fileVersion: number;
    images: Record<string, [number, number, number, string][]>;
    pixels: Record<string, number[][]>;
    histograms: Record<string, Record<string, unknown>[]>;
    curves: Record<string, [number, number[][]][]>;
    sessions: string[];
    graph: [string, string][];
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

async function readWithTensorBoard(logDir: string): Promise<Found> {
  const script = join(import.meta.dirname, 'interop', 'read_events.py');
  const { stdout } = await promisify(execFile)(python as string, [script, logDir]);
  return JSON.parse(stdout) as Found;
}

describe.skipIf(!python)('TensorBoard reads', () => {
  const wall = 1_700_000_000.25;
  const at = { wallTimeSecs: wall };
  const { encoded: png } = pngOf({ bytes: Uint8Array.of(128), count: 1, width: 1, height: 1, channels: 1 });
  // As a killed process leaves it.
  const tornRecord = frameRecord(Buffer.alloc(100)).subarray(0, 50);
  const grid = Uint8Array.from({ length: 18 }, (_, index) => 10 * index);
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
    next.addImages('grid', { pixels: grid, count: 3, width: 2, height: 1, channels: 3 }, 4, { ...at, columns: 2 });
    next.addPrCurve('pairs', [1, 0, 1], [1, 0.5, 0.25], 7, { ...at, thresholds: 3 });
    next.addHparams({ margin: 0.5 }, {}, 7, at);
    next.addGraph(toBinary(GraphDefSchema, create(GraphDefSchema, { node: [{ name: 'x', op: 'NoOp' }] })));
    next.addText('config', 'margin **0.5** · κ', 5, at);
    next.addHistogram('weights', weights, 6, at);
    await next.close();
    await appendFile(first.path, tornRecord);
    const second = await SummaryWriter.open(logDir); // In a file of its own.
    second.addScalar('loss/second', 0.5, 8, at);
    await second.close();
    found = await readWithTensorBoard(logDir);
  });
  afterAll(() => rm(logDir, { recursive: true }));

  const scalars = {
    'loss/train': [
      [1, wall, 0.125],
      [2, wall, 'nan'],
      [3, wall, 0.75],
    ],
    'loss/second': [[8, wall, 0.5]],
    'accuracy/train': [[2 ** 40, wall, 0.5]],
    'accuracy/test': [[2 ** 40, wall, -0.25]],
  };
  test('the file version', () => expect(found.accumulator.fileVersion).toBe(2));

  test('scalars, a purged step replaced, those behind a torn record too', () => {
    expect(found.accumulator.scalars).toEqual(scalars);
    expect(found.python.scalars).toEqual({ '.': scalars });
    if (found.server) expect(found.server.scalars).toEqual({ '.': scalars });
  });

  test('images', () => {
    const encoded = Buffer.from(png).toString('base64');
    expect(found.accumulator.images['faces']).toEqual([[4, 1, 1, encoded]]);
    expect(found.accumulator.pixels['faces']).toEqual([[128]]);
    const one = Buffer.from('1').toString('base64'); // Width and height come first, as text.
    const faces = [[4, [one, one, encoded]]];
    expect(found.python.images['.']?.['faces']).toEqual(faces);
    if (found.server) expect(found.server.images['.']?.['faces']).toEqual(faces);
  });

  test('a grid of raw values', () => {
    const [picture] = found.accumulator.images['grid'] ?? [];
    expect(picture?.slice(0, 3)).toEqual([4, 4, 2]);
    expect(found.accumulator.pixels['grid']).toEqual([[...grid, 0, 0, 0, 0, 0, 0]]);
  });

  test('a curve, a session and a graph', () => {
    const rows = [[2, 1, 1], [1, 1, 0], [0, 0, 1], [0, 1, 1], [2 / 3, 1 / 2, 1].map(Math.fround), [1, 1 / 2, 1 / 2]];
    expect(found.accumulator.curves).toEqual({ pairs: [[7, rows]] });
    const session = ['experiment', 'session_end_info', 'session_start_info'];
    expect(found.accumulator.sessions).toEqual(session.map(name => `_hparams_/${name}`));
    expect(found.accumulator.graph).toEqual([['x', 'NoOp']]);
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
