import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SummaryWriter } from '../summary-writer.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-embedding-'));
});
afterEach(() => rm(folder, { recursive: true }));

const embedding = { vectors: [1, 2, 3, 4], dimensions: 2 };
const config = () => readFile(join(folder, 'projector_config.pbtxt'), 'utf8');

test('the files are there once the promise has resolved', async () => {
  await using writer = await SummaryWriter.open(folder);
  const images = { pixels: new Uint8Array(2), count: 2, width: 1, height: 1, channels: 1 };
  await writer.addEmbedding('faces', { ...embedding, metadata: ['a', 'b'], images }, 3);
  expect((await readdir(join(folder, '00003', 'faces'))).sort()).toEqual(['metadata.tsv', 'sprite.png', 'tensors.tsv']);
  expect(await config()).toContain('tensor_path: "00003/faces/tensors.tsv"');
  expect((await readdir(folder)).sort()).toEqual(['00003', expect.stringMatching(/^events/), 'projector_config.pbtxt']);
});

test('those that are written at once, and those of a second writer, all stand in the config', async () => {
  const writer = await SummaryWriter.open(folder);
  await Promise.all([1, 2, 3].map(step => writer.addEmbedding('faces', embedding, step)));
  await writer.close();
  await using second = await SummaryWriter.open(folder);
  await second.addEmbedding('faces', embedding, 3);
  await second.addEmbedding('faces', embedding, 4);
  const names = [...(await config()).matchAll(/tensor_name: "(.*)"/g)].map(([, name]) => name);
  expect(names).toEqual(['faces:00001', 'faces:00002', 'faces:00003', 'faces:00004']);
});

test('closing waits for an embedding', async () => {
  const writer = await SummaryWriter.open(folder);
  const written = writer.addEmbedding('faces', embedding, 1);
  await writer.close();
  expect(await config()).toContain('faces:00001');
  await written;
  await expect(writer.addEmbedding('faces', embedding, 2)).rejects.toThrow('a closed one');
});

test('a file that cannot be written is an error with its path, and the next embedding is written', async () => {
  await using writer = await SummaryWriter.open(folder);
  await writeFile(join(dirname(writer.path), '00001'), '');
  await expect(writer.addEmbedding('faces', embedding, 1)).rejects.toMatchObject({
    name: 'EventWriteError',
    path: join(folder, '00001', 'faces'),
  });
  await writer.addEmbedding('faces', embedding, 2);
  expect(await config()).toContain('faces:00002');
});

test('wrong arguments reject and write nothing', async () => {
  await using writer = await SummaryWriter.open(folder);
  await expect(writer.addEmbedding('faces', { ...embedding, dimensions: 3 }, 1)).rejects.toThrow('4 values');
  await expect(writer.addEmbedding('faces', embedding, 0.5)).rejects.toThrow('a step that is a whole number');
  expect(await readdir(folder)).toHaveLength(1);
});
