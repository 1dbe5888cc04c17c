import { constants, gunzipSync } from 'node:zlib';
import { asError, DataError, readWholeFile } from '@arcface-ts/core';

export interface MnistSet {
  /** [count, rows, columns], 0 to 255. */
  readonly images: Uint8Array;
  /** [count] */
  readonly labels: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/** The magic says unsigned bytes (0x08) of three dimensions, or of one. */
const imagesMagic = 0x0000_0803;
const labelsMagic = 0x0000_0801;

/** So much of a compressed file holds the header for certain, and cannot unpack to more than four megabytes. */
const gzipHeadBytes = 4096;

/** More than any set of this format has, and as much as one buffer holds. */
const maxBytes = 2 ** 31 - 1;

interface IdxArray {
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}

function fail(file: string, expected: string, received: string, next = 'Fetch the file again.'): never {
  throw DataError.because({ expected, received, place: file, next });
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unpack(packed: Uint8Array, file: string, options: { maxOutputLength?: number; finishFlush?: number }): Buffer {
  try {
    return gunzipSync(packed, options);
  } catch (thrown) {
    const error = asError(thrown) as NodeJS.ErrnoException;
    if (error.code !== 'ERR_BUFFER_TOO_LARGE') return fail(file, 'a whole gzip file', error.message);
    return fail(file, `${options.maxOutputLength} bytes, as the header says`, 'more');
  }
}

/** Big-endian: magic, one size a dimension, then one byte an element. */
async function readIdx(file: string, options: { magic: number; dimensions: number; holds: string }): Promise<IdxArray> {
  const { magic, dimensions, holds } = options;
  const stored = await readWholeFile(file).catch(thrown => {
    const error = asError(thrown) as NodeJS.ErrnoException;
    return fail(file, `an idx file of ${holds}`, error.code ?? error.message, 'Check the path.');
  });
  const head = isGzip(stored)
    ? unpack(stored.subarray(0, gzipHeadBytes), file, { finishFlush: constants.Z_SYNC_FLUSH })
    : stored;
  const headBytes = 4 * (1 + dimensions);
  const word = (index: number): number => head.readUInt32BE(4 * index);
  const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
  if (head.length < 4) fail(file, `a header of ${headBytes} bytes`, `${head.length}`);
  if (word(0) !== magic) {
    fail(file, `${holds}, which begin with ${hex(magic)}`, hex(word(0)), 'Images and labels are files of their own.');
  }
  if (head.length < headBytes) fail(file, `a header of ${headBytes} bytes`, `${head.length}`);
  const sizes = Array.from({ length: dimensions }, (_, index) => word(index + 1));
  const bytes = headBytes + sizes.reduce((product, size) => product * size, 1);
  if (bytes === headBytes || bytes > maxBytes) fail(file, `sizes of 1 to ${maxBytes} bytes in all`, sizes.join(' × '));
  const whole = isGzip(stored) ? unpack(stored, file, { maxOutputLength: bytes }) : stored;
  if (whole.length !== bytes) fail(file, `${bytes} bytes, as the header says`, `${whole.length}`);
  return { sizes, data: whole.subarray(headBytes) };
}

/**
 * Reads MNIST, and what else comes as its idx files, such as Fashion-MNIST (http://yann.lecun.com/exdb/mnist, "file formats"):
 * plain or gzip, told apart by their content. No file unpacks to more than its header announces.
 *
 * Throws a DataError that names the file for a wrong magic, a file that is cut off or too long, and counts that differ.
 */
export async function readMnistIdx(files: { images: string; labels: string }): Promise<MnistSet> {
  const { sizes, data } = await readIdx(files.images, { magic: imagesMagic, dimensions: 3, holds: 'images' });
  const labels = await readIdx(files.labels, { magic: labelsMagic, dimensions: 1, holds: 'labels' });
  const [count, rows, columns] = sizes as [number, number, number];
  if (labels.data.length !== count) {
    fail(
      files.labels,
      `a label for each of the ${count} images of ${files.images}`,
      `${labels.data.length}`,
      'Pair train-images with train-labels, and t10k-images with t10k-labels.',
    );
  }
  return { images: data, labels: labels.data, count, rows, columns };
}
