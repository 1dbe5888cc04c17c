import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readDamaged } from '@arcface-ts/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { idxFile } from '../../testing/idx-file.js';
import { insightfaceRecords, recordFile } from '../../testing/insightface-fixture.js';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { readImageList } from './image-list.js';
import { openInsightfaceRecords } from './insightface-record.js';
import { readMnistIdx } from './mnist-idx.js';
import { parseLst } from './record-list.js';
import { readVerificationBin } from './verification-bin.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

function fixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8')) as Content;
}

const { python, numpy1 } = fixture<Record<'python' | 'numpy1', Record<string, string>>>('pickles.json');
const bins = [python, numpy1]
  .flatMap(Object.entries<string>)
  .filter(([name]) => !/^array.*protocol 5/.test(name))
  .map(([, encoded]) => Buffer.from(encoded, 'base64'));

const mxnet = fixture<{ rec: string; idx: string }>('records.json');
const photo = (...bytes: number[]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...bytes]);
const small = recordFile(insightfaceRecords([[photo(1), photo(2, 3)], [photo(4, 5, 6)], [photo(7)]]));

const images = idxFile([0x803, 3, 4, 5], new Uint8Array(60).fill(7));
const labels = idxFile([0x801, 3], Uint8Array.of(7, 0, 9));

/** Opens a set of records, and sees to it that no photo lies outside of the file. */
async function openRecords(rec: Uint8Array, idx: string | Uint8Array): Promise<void> {
  const opened = await openInsightfaceRecords({
    rec: folder.write('train.rec', rec),
    idx: folder.write('train.idx', idx),
  });
  await opened.close();
  for (const { position, bytes } of opened.images.flatMap(image => [image, ...(image.rest ?? [])])) {
    if (position + bytes > rec.length) throw new Error(`a photo that ends at ${position + bytes} of ${rec.length}`);
  }
}

const readImages = (bytes: Uint8Array) =>
  readMnistIdx({ images: folder.write('images', bytes), labels: folder.write('labels', labels) });

it.each([
  {
    format: "insightface's .bin",
    valid: bins,
    names: 'set.bin',
    read: (bytes: Uint8Array) => readVerificationBin(folder.write('set.bin', bytes)),
  },
  {
    format: "insightface's .rec",
    valid: [small.rec],
    names: 'train.',
    read: (bytes: Uint8Array) => openRecords(bytes, small.idx),
  },
  {
    format: '.rec with photos in parts',
    valid: [Buffer.from(mxnet.rec, 'base64')],
    names: 'train.',
    read: (bytes: Uint8Array) => openRecords(bytes, mxnet.idx),
  },
  {
    format: "insightface's .idx",
    valid: [Buffer.from(small.idx)],
    names: 'train.',
    read: (bytes: Uint8Array) => openRecords(small.rec, bytes),
  },
  {
    format: '.lst',
    valid: [Buffer.from('0\t1\ta/1.jpg\n1\t2.0\tb/2.jpg\n'), Buffer.from('1\ta/1.jpg\t0\n0\tb/2.jpg\t1\n')],
    names: 'train.lst',
    read: (bytes: Uint8Array) => parseLst(Buffer.from(bytes).toString('utf8'), 'train.lst'),
  },
  { format: "MNIST's images", valid: [images], names: 'images', read: readImages },
  { format: "MNIST's images in gzip", valid: [gzipSync(images)], names: 'images', read: readImages },
  {
    format: "MNIST's labels",
    valid: [labels, gzipSync(labels)],
    names: 'labels',
    read: (bytes: Uint8Array) =>
      readMnistIdx({ images: folder.write('images', images), labels: folder.write('labels', bytes) }),
  },
])('damaged files are read, or refused by name: $format', async files => {
  const { refused } = await readDamaged(files);
  expect(refused).toBeGreaterThan(0);
});

it.each<[string, (pipe: string, file: (content: Uint8Array) => string) => Promise<unknown>]>([
  ["insightface's .bin", pipe => readVerificationBin(pipe)],
  ["insightface's .rec", (rec, file) => openInsightfaceRecords({ rec, idx: file(Buffer.from(small.idx)) })],
  ["insightface's .idx", (idx, file) => openInsightfaceRecords({ idx, rec: file(small.rec) })],
  ["MNIST's images", (pipe, file) => readMnistIdx({ images: pipe, labels: file(labels) })],
  ['a list', pipe => readImageList(pipe)],
])('a pipe in the place of %s is not waited for', async (_, read) => {
  const pipe = `${folder.path}/pipe`;
  execFileSync('mkfifo', [pipe]);
  await expect(read(pipe, content => folder.write('file', content))).rejects.toThrow(
    new RegExp(`something (that is no regular file|else) \\(${pipe}\\)`),
  );
});
