import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import type { Embedding } from './embedding.js';
import { embeddingFiles } from './write-embedding.js';

const vectors = [0.1, -2, 1e-20, 3, 0.5, 1 / 3];
const embedding: Embedding = { vectors, dimensions: 2 };

function textOf(name: string, wanted: Embedding = embedding, tag = 'faces'): string {
  const content = embeddingFiles(tag, wanted, 7).contents.get(name);
  if (content === undefined || content instanceof Uint8Array) throw new Error(`no text ${name}`);
  return typeof content === 'string' ? content : [...content].join('');
}

test('a line for each vector, whose numbers give the float32 back', () => {
  const lines = textOf('tensors.tsv').trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  const values = lines.flatMap(line => line.split('\t')).map(text => Math.fround(Number(text)));
  expect(values).toEqual(vectors.map(Math.fround));
  expect(lines[0]).toBe('0.100000001\t-2');
});

test('many vectors make as many lines', () => {
  const many = { vectors: new Float32Array(300_000).fill(0.25), dimensions: 3 };
  expect(textOf('tensors.tsv', many)).toBe('0.25\t0.25\t0.25\n'.repeat(100_000));
});

test('labels are lines without a header, columns have one', () => {
  expect(textOf('metadata.tsv', { ...embedding, metadata: ['a', 'b', 'ç 1'] })).toBe('a\nb\nç 1\n');
  const metadata = { name: ['a', 'b', 'c'], split: ['', 'test', 'train'] };
  expect(textOf('metadata.tsv', { ...embedding, metadata })).toBe('name\tsplit\na\t\nb\ttest\nc\ttrain\n');
});

test('pictures lie in a square grid', () => {
  const pixels = Uint8Array.from({ length: 3 * 2 * 3 }, (_, index) => index + 1);
  const images = { pixels, count: 3, width: 2, height: 1, channels: 3 };
  const sprite = embeddingFiles('faces', { ...embedding, images }, 7).contents.get('sprite.png') as Uint8Array;
  const { width, height, data } = decode(sprite);
  expect([width, height]).toEqual([4, 2]);
  expect([...data]).toEqual([...pixels, 0, 0, 0, 0, 0, 0]);
});

test('a tag is one folder below that of its step', () => {
  expect(embeddingFiles('faces/test', embedding, 7)).toMatchObject({
    folder: '00007/faces%2Ftest',
    entry: { tensorName: 'faces/test:00007', tensorPath: '00007/faces%2Ftest/tensors.tsv' },
  });
  expect(embeddingFiles('..', embedding, 7).folder).toBe('00007/%2E%2E');
});

const pictures = { pixels: new Uint8Array(3), count: 3, width: 1, height: 1, channels: 1 };

test.each<[string, Partial<Embedding>, string]>([
  [
    'no vectors',
    { vectors: [] },
    'Expected one vector or more of 2 values each but received 0 values (embedding "faces").',
  ],
  ['half a vector', { vectors: [1, 2, 3] }, 'received 3 values'],
  ['no dimensions', { dimensions: 0 }, 'Expected one dimension or more but received 0'],
  ['NaN', { vectors: [0, 1, Number.NaN, 1] }, 'Expected values that float32 holds but received NaN in vector 1'],
  ['a value beyond float32', { vectors: [1e39, 0] }, 'received 1e+39 in vector 0'],
  ['too few labels', { metadata: ['a'] }, 'Expected 3 texts in the column "label" but received 1'],
  ['an empty label', { metadata: ['a', ' ', 'c'] }, 'Expected a text for vector 1 but received none'],
  ['a label with a tab', { metadata: ['a', 'b\t', 'c'] }, 'without tabs and line breaks but received "b\\t"'],
  ['no columns', { metadata: {} }, 'Expected one column or more but received none'],
  [
    'too few pictures',
    { images: { ...pictures, count: 2 } },
    'Expected 3 pictures, one for each vector but received 2',
  ],
  [
    'pictures too large for a sprite',
    { images: { ...pictures, width: 4097 } },
    'Expected a sprite of at most 8192×8192 pixels but received 8194×2 for 3 pictures',
  ],
])('refuses %s', (_, wrong, message) => {
  expect(() => embeddingFiles('faces', { ...embedding, ...wrong }, 7)).toThrow(message);
});

test('refuses a tag that TensorBoard would not find', () => {
  expect(() => embeddingFiles('a&b', embedding, 7)).toThrow('Expected a tag without & # % + ? but received "a&b"');
});
