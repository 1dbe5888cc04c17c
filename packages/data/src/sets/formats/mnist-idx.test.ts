import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idxFile as idx } from '../../testing/idx-file.js';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { readMnistIdx } from './mnist-idx.js';

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const pixels = Uint8Array.from({ length: 3 * 4 * 5 }, (_, index) => index * 4);
const images = idx([0x803, 3, 4, 5], pixels);
const labels = idx([0x801, 3], Uint8Array.of(7, 0, 9));

const read = (imageBytes: Uint8Array, labelBytes: Uint8Array) =>
  readMnistIdx({ images: folder.write('images', imageBytes), labels: folder.write('labels', labelBytes) });

describe.each([
  ['plain', (bytes: Buffer) => bytes],
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
])('%s files', (_, pack) => {
  it('are read', async () => {
    const set = await read(pack(images), pack(labels));
    expect([set.count, set.rows, set.columns]).toEqual([3, 4, 5]);
    expect([...set.images]).toEqual([...pixels]);
    expect([...set.labels]).toEqual([7, 0, 9]);
  });

  it('are refused when images and labels were swapped', async () => {
    await expect(read(pack(labels), pack(images))).rejects.toThrow(
      /images, which begin with 0x00000803 but received 0x00000801 \(.*images\)/,
    );
  });

  it('are refused when the array is cut off', async () => {
    await expect(read(pack(images.subarray(0, -1)), pack(labels))).rejects.toThrow(
      /76 bytes, as the header says but received 75 \(.*images\)/,
    );
  });

  it('are refused when the header is cut off', async () => {
    await expect(read(pack(images), pack(labels.subarray(0, 6)))).rejects.toThrow(/header of 8 bytes but received 6/);
  });

  it('are refused when there is more than the header says', async () => {
    await expect(read(pack(Buffer.concat([images, Buffer.alloc(9)])), pack(labels))).rejects.toThrow(
      /76 bytes, as the header says but received (more|85)/,
    );
  });

  it('are refused when counts differ', async () => {
    await expect(read(pack(images), pack(idx([0x801, 2], Uint8Array.of(1, 2))))).rejects.toThrow(
      /a label for each of the 3 images of .* but received 2 \(.*labels\)/,
    );
  });
});

it('does not unpack more than the header says', async () => {
  const bomb = gzipSync(idx([0x803, 1, 1, 1], new Uint8Array(200_000_000)));
  const before = process.memoryUsage().rss;
  await expect(read(bomb, labels)).rejects.toThrow(/17 bytes, as the header says but received more/);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

it('refuses a gzip file that is cut off', async () => {
  await expect(read(gzipSync(images).subarray(0, -12), labels)).rejects.toThrow(/a whole gzip file but received/);
});

it.each([
  [[0x803, 0, 28, 28], '0 × 28 × 28'],
  [[0x803, 0xffff_ffff, 0xffff, 0xffff], '4294967295 × 65535 × 65535'],
])('refuses the sizes %j', async (words, received) => {
  await expect(read(idx(words, new Uint8Array()), labels)).rejects.toThrow(received);
});

it('names the file that is not there', async () => {
  await expect(readMnistIdx({ images: `${folder.path}/none`, labels: '' })).rejects.toThrow(/ENOENT \(.*none\)/);
});
