import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from './proto/event_pb.js';
import { GraphDefSchema } from './proto/graph_def_pb.js';
import type { Summary_Value } from './proto/summary_pb.js';
import { readEvents } from './read-events.js';
import { SummaryWriter } from './summary-writer.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-events-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The events that a writer wrote, without the first one. */
async function logged(log: (writer: SummaryWriter) => void): Promise<Event[]> {
  const writer = await SummaryWriter.open(folder);
  log(writer);
  await writer.close();
  const events: Event[] = [];
  for await (const event of readEvents(writer.path)) events.push(event);
  return events.slice(1);
}

function valuesOf(event: Event | undefined): Summary_Value[] {
  if (event?.what.case !== 'summary') throw new Error(`no summary: ${event?.what.case}`);
  return event.what.value.value;
}

/** The picture of the first value, decoded. */
function pictureOf(event: Event | undefined) {
  const value = valuesOf(event)[0]?.value;
  if (value?.case !== 'image') throw new Error(`no image: ${value?.case}`);
  const { width, height, colorspace, encodedImageString } = value.value;
  const { data, ...decoded } = decode(encodedImageString);
  expect({ width, height, channels: colorspace }).toEqual({
    width: decoded.width,
    height: decoded.height,
    channels: decoded.channels,
  });
  return { width, height, pixels: [...data] };
}

test('raw values become a PNG', async () => {
  const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const [event] = await logged(writer => writer.addImage('faces', { pixels, width: 2, height: 1, channels: 3 }, 1));
  expect(pictureOf(event)).toEqual({ width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6] });
});

test('pictures become a grid', async () => {
  const images = { pixels: Uint8Array.of(1, 2, 3), count: 3, width: 1, height: 1, channels: 1 };
  const events = await logged(writer => {
    writer.addImages('faces', images, 1, { columns: 2 });
    writer.addImages('faces', images, 2);
  });
  expect(pictureOf(events[0])).toEqual({ width: 2, height: 2, pixels: [1, 2, 3, 0] });
  expect(pictureOf(events[1])).toEqual({ width: 3, height: 1, pixels: [1, 2, 3] });
});

test('refuses a grid without columns', async () => {
  const images = { pixels: Uint8Array.of(1), count: 1, width: 1, height: 1, channels: 1 };
  await logged(writer => {
    expect(() => writer.addImages('faces', images, 1, { columns: 0 })).toThrow(
      'Expected columns that is a whole number from 1 to 2147483647 but received 0 (images "faces").',
    );
  });
});

test('a curve is a tensor of its six rows, for the plugin pr_curves', async () => {
  const [event] = await logged(writer => writer.addPrCurve('faces', [true, false], [1, 0], 1, { thresholds: 2 }));
  const [value] = valuesOf(event);
  expect(value?.metadata?.pluginData).toMatchObject({ pluginName: 'pr_curves', content: Uint8Array.of(16, 2) });
  expect(value?.value).toMatchObject({
    case: 'tensor',
    value: {
      dtype: 1,
      tensorShape: { dim: [{ size: 6n }, { size: 2n }] },
      floatVal: [1, 1, 1, 0, 0, 1, 0, 0, 0.5, 1, 1, 1],
    },
  });
});

test('options make a session of the run, and their figures are scalars', async () => {
  const [event] = await logged(writer => writer.addHparams({ margin: 0.5 }, { 'validation/accuracy': 0.75 }, 9));
  expect(event?.step).toBe(9n);
  expect(valuesOf(event).map(({ tag, value }) => [tag, value.case])).toEqual([
    ['_hparams_/experiment', 'tensor'],
    ['_hparams_/session_start_info', 'tensor'],
    ['_hparams_/session_end_info', 'tensor'],
    ['validation/accuracy', 'simpleValue'],
  ]);
});

test('a graph is kept as it is', async () => {
  const graph = toBinary(GraphDefSchema, create(GraphDefSchema, { node: [{ name: 'x', op: 'Placeholder' }] }));
  const events = await logged(writer => {
    writer.addGraph(graph);
    expect(() => writer.addGraph(Buffer.from('no graph'))).toThrow('Expected a serialized GraphDef');
  });
  expect(events.map(({ what }) => what)).toEqual([{ case: 'graphDef', value: graph }]);
});
