import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SummaryWriter } from '../src/index.js';
import { prCurveOf } from '../src/values/pr-curve.js';

// Which Python has the `tensorboard` package; without it, these tests are reported as skipped.
const python = process.env['TENSORBOARD_PYTHON'];

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What TensorBoard answers to what its tabs ask, with its data server (`true`) or its Python reader. */
async function askTensorBoard(
  logDir: string,
  loadFast: string,
  requests: readonly { path: string; body?: unknown }[],
): Promise<Buffer[]> {
  const script = join(import.meta.dirname, 'interop', 'ask_tensorboard.py');
  const printed = await new Promise<string>((resolve, reject) => {
    const options = { maxBuffer: 1 << 26 };
    const child = execFile(python as string, [script, logDir, loadFast], options, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
    child.stdin?.end(JSON.stringify(requests));
  });
  return (JSON.parse(printed) as Answer[]).map(({ status, body }, index) => {
    const bytes = Buffer.from(body, 'base64');
    if (status !== 200) throw new Error(`${requests[index]?.path}: ${status} ${bytes}`);
    return bytes;
  });
}

/** A GraphDef of a product of two inputs. */
function productGraph(): Buffer {
  const field = (number: number, bytes: Buffer) => Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes]);
  const node = (...texts: string[]) =>
    field(1, Buffer.concat(texts.map((text, index) => field(Math.min(3, index + 1), Buffer.from(text)))));
  return Buffer.concat([
    node('inputs/a', 'Placeholder'),
    node('inputs/b', 'Placeholder'),
    node('product', 'MatMul', 'inputs/a', 'inputs/b'),
  ]);
}

const wall = 1_700_000_000.25;
const at = { wallTimeSecs: wall };
const labels = [true, false, true, true, false];
// The first reaches the last threshold: TensorBoard leaves out those that none reaches.
const predictions = [1, 0.6, 0.55, 0.2, 0.1];
const vectors = Float32Array.of(0.1, -2, 3e-12, 1 / 3, 5, 6);
const spritePixels = Uint8Array.from({ length: 3 * 2 * 2 * 3 }, (_, index) => 5 * index);

/** Two runs: the first has everything, the second is another row of the HParams tab. */
async function writeRuns(logDir: string): Promise<void> {
  // Those of one run are shown for all, of whichever TensorBoard comes across first.
  const domains = { loss: ['arcface', 'cosface'] };
  // A file that is full after a few events: TensorBoard reads them one after the other.
  await using writer = await SummaryWriter.open(join(logDir, 'first'), { maxFileBytes: 4096 });
  writer.addPrCurve('faces', labels, predictions, 3, { ...at, thresholds: 11 });
  writer.addGraph(productGraph());
  writer.addHparams({ margin: 0.5, loss: 'arcface', flip: true }, { accuracy: 0.75 }, 7, {
    ...at,
    startTimeSecs: wall - 60,
    domains,
  });
  for (let step = 0; step < 200; step++) writer.addScalar('loss', 200 - step, step, at);
  const metadata = { name: ['Ada', 'Émile', 'x y'], split: ['train', '', 'test'] };
  const images = { pixels: spritePixels, count: 3, width: 2, height: 2, channels: 3 };
  await writer.addEmbedding('faces', { vectors, dimensions: 2, metadata, images }, 12);
  await writer.addEmbedding('faces', { vectors, dimensions: 3 }, 13);

  await using second = await SummaryWriter.open(join(logDir, 'second'));
  second.addHparams({ margin: 0.25, loss: 'cosface', flip: false }, { accuracy: 0.5 }, 7, { ...at, domains });
}

describe.skipIf(!python).each([
  ['the data server', 'true'],
  ['the Python reader', 'false'],
])('TensorBoard with %s shows', (_, loadFast) => {
  let logDir: string;
  let answers: Record<string, Buffer>;

  const requests = {
    curves: { path: 'data/plugin/pr_curves/pr_curves?tag=faces&run=first' },
    experiment: { path: 'data/plugin/hparams/experiment', body: {} },
    sessions: {
      path: 'data/plugin/hparams/session_groups',
      body: {
        colParams: [{ hparam: 'margin', order: 'ORDER_DESC' }, { metric: { tag: 'accuracy' } }],
        allowedStatuses: ['STATUS_SUCCESS'],
        startIndex: 0,
        sliceSize: 10,
      },
    },
    graph: { path: 'data/plugin/graphs/graph?run=first&conceptual=false' },
    scalars: { path: 'data/plugin/scalars/scalars?tag=loss&run=first' },
    embeddings: { path: 'data/plugin/projector/info?run=first' },
    tensor: { path: 'data/plugin/projector/tensor?run=first&name=faces:00012' },
    metadata: { path: 'data/plugin/projector/metadata?run=first&name=faces:00012&num_rows=100' },
    sprite: { path: 'data/plugin/projector/sprite_image?run=first&name=faces:00012' },
  };

  beforeAll(async () => {
    logDir = await mkdtemp(join(tmpdir(), 'tabs-'));
    await writeRuns(logDir);
    const bodies = await askTensorBoard(logDir, loadFast, Object.values(requests));
    answers = Object.fromEntries(Object.keys(requests).map((name, index) => [name, bodies[index] as Buffer]));
  });
  afterAll(() => rm(logDir, { recursive: true }));

  const jsonOf = (name: keyof typeof requests) => JSON.parse(String(answers[name]));

  test('a precision-recall curve with equal values', () => {
    const { value } = prCurveOf('faces', labels, predictions, { thresholds: 11 });
    if (value?.case !== 'tensor') throw new Error('no tensor');
    const row = (index: number) => value.value.floatVal?.slice(11 * index, 11 * (index + 1)).map(Math.fround);
    const [shown] = jsonOf('curves').first;
    expect(shown).toMatchObject({ step: 3, wall_time: wall });
    expect(shown.true_positives).toEqual(row(0));
    expect(shown.false_positives).toEqual(row(1));
    expect(shown.true_negatives).toEqual(row(2));
    expect(shown.false_negatives).toEqual(row(3));
    expect(shown.precision.map(Math.fround)).toEqual(row(4));
    expect(shown.recall.map(Math.fround)).toEqual(row(5));
    expect(shown.thresholds).toHaveLength(11);
  });

  test('options and figures', () => {
    const { hparamInfos, metricInfos } = jsonOf('experiment');
    expect(hparamInfos).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'margin', type: 'DATA_TYPE_FLOAT64' }),
        expect.objectContaining({ name: 'loss', type: 'DATA_TYPE_STRING', domainDiscrete: ['arcface', 'cosface'] }),
        expect.objectContaining({ name: 'flip', type: 'DATA_TYPE_BOOL' }),
      ]),
    );
    expect(metricInfos).toMatchObject([{ name: { tag: 'accuracy' } }]);
  });

  test('a row for each run, in the order that was asked for', () => {
    const { sessionGroups } = jsonOf('sessions');
    const accuracy = (value: number) => [{ name: { tag: 'accuracy' }, value, trainingStep: 7, wallTimeSecs: wall }];
    expect(sessionGroups).toMatchObject([
      {
        hparams: { margin: 0.5, loss: 'arcface', flip: true },
        metricValues: accuracy(0.75),
        sessions: [{ name: 'first', startTimeSecs: wall - 60, endTimeSecs: wall, status: 'STATUS_SUCCESS' }],
      },
      { hparams: { margin: 0.25, loss: 'cosface', flip: false }, metricValues: accuracy(0.5) },
    ]);
  });

  test('a graph with its nodes and edges', () => {
    const nodes = [...String(answers['graph']).matchAll(/name: "(.*)"\n {2}op: "(.*)"((?:\n {2}input: ".*")*)/g)];
    expect(nodes.map(([, name, op, inputs]) => [name, op, inputs])).toEqual([
      ['inputs/a', 'Placeholder', ''],
      ['inputs/b', 'Placeholder', ''],
      ['product', 'MatMul', '\n  input: "inputs/a"\n  input: "inputs/b"'],
    ]);
  });

  test('the scalars of all files of a run', () => {
    const points = jsonOf('scalars').map(([, step, value]: number[]) => [step, value]);
    expect(points).toEqual(Array.from({ length: 200 }, (_, step) => [step, 200 - step]));
  });

  test('embeddings with their shapes', () => {
    const files = (step: number) => `000${step}/faces`;
    expect(jsonOf('embeddings').embeddings).toEqual([
      {
        tensorName: 'faces:00012',
        tensorShape: [3, 2],
        tensorPath: `${files(12)}/tensors.tsv`,
        metadataPath: `${files(12)}/metadata.tsv`,
        sprite: { imagePath: `${files(12)}/sprite.png`, singleImageDim: [2, 2] },
      },
      { tensorName: 'faces:00013', tensorShape: [2, 3], tensorPath: `${files(13)}/tensors.tsv` },
    ]);
  });

  test('the vectors, texts and pictures of an embedding', async () => {
    expect(answers['tensor']).toEqual(Buffer.from(vectors.buffer));
    expect(String(answers['metadata'])).toBe('name\tsplit\nAda\ttrain\nÉmile\t\nx y\ttest\n');
    expect(answers['sprite']).toEqual(await readFile(join(logDir, 'first', '00012', 'faces', 'sprite.png')));
  });
});
