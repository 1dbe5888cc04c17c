import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { idxFile, mnistFiles } from '../testing/idx-file.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { openMnist, prepareMnist } from './prepare-mnist.js';

let folder: PhotoFolder;
let cacheFolder: string;
beforeEach(() => {
  folder = new PhotoFolder();
  cacheFolder = `${folder.path}/.cache/data`;
});
afterEach(() => folder.remove());

const prepare = () => prepareMnist({ workspace: folder.path, cacheFolder, environment: {} });

function put(end = '', pack = (bytes: Buffer) => bytes): void {
  for (const [name, bytes] of Object.entries(mnistFiles({ train: 12, test: 3 })))
    folder.write(`datasets/mnist/${name}${end}`, pack(bytes));
}

it('says what the digits are, and opens them again', async () => {
  put();
  const summary = await prepare();
  expect(summary).toMatchObject({ set: 'mnist', source: 'folder', photos: 15, train: 12, test: 3, identities: 10 });
  expect(summary.bytes).toBe(15 * 28 * 28 + 15);
  const opened = await openMnist(cacheFolder);
  expect(opened.summary).toEqual(summary);
  expect([opened.digits.train.count, opened.digits.test.count]).toEqual([12, 3]);
});

it('knows digits by their content, packed or not', async () => {
  put();
  const plain = await prepare();
  folder.remove();
  put('.gz', bytes => gzipSync(bytes));
  const packed = await prepare();
  expect(packed.files.train.images).toMatch(/gz$/);
  expect(packed.fingerprint).toBe(plain.fingerprint);
});

it('notices that the digits became others', async () => {
  put();
  await prepare();
  folder.write('datasets/mnist/t10k-labels-idx1-ubyte', idxFile([0x801, 3], Uint8Array.of(1, 1, 1)));
  await expect(openMnist(cacheFolder)).rejects.toThrow(/as the summary says but received .*Run `nx run data:mnist`/);
});

it('says what to run where nothing was prepared', async () => {
  await expect(openMnist(cacheFolder)).rejects.toThrow('Run `nx run data:mnist`.');
});
