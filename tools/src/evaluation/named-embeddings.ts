import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { asError, DataError, readWholeFile, UsageError, writeFileAtomic } from '@arcface-ts/core';
import type { Embeddings } from '@arcface-ts/eval';
import { decodeNpy, encodeNpy } from './npy.js';

/** Node reads no more into one buffer. */
const maxFileBytes = 2 ** 31 - 1;

/** Embeddings, and the name of the photo that each row belongs to. */
export interface NamedEmbeddings extends Embeddings {
  readonly names: readonly string[];
}

/** `FILE.txt` beside `FILE.npy`. Throws a UsageError for a file of another ending. */
export function namesFileOf(npyFile: string): string {
  if (npyFile.endsWith('.npy')) return npyFile.replace(/\.npy$/, '.txt');
  throw UsageError.because({
    expected: 'a file that ends in .npy',
    received: JSON.stringify(npyFile),
    place: 'file of embeddings',
    next: 'The names of the rows go beside it, into a file of the same name that ends in .txt.',
  });
}

/**
 * Throws a UsageError where `FILE.txt` is there and is not what belongs to `FILE.npy`: a list of pairs of the same name, say, which would be lost.
 */
export async function checkReplaceable(file: string): Promise<void> {
  const namesFile = namesFileOf(file);
  const text = await readFile(namesFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const lines = text.split('\n').length - 1;
  const rows = await readFile(file).then(
    bytes => decodeNpy(bytes, file).rows,
    () => undefined,
  );
  if (rows === lines) return;
  throw UsageError.because({
    expected: `${namesFile}, which will hold the names of the rows, to be new or of an older ${file}`,
    received: `another file of ${lines} lines`,
    place: '--save-embeddings',
    next: 'Name another file, so that this one is kept.',
  });
}

/** Writes `FILE.npy`, float32 [images, dimension] for numpy and FAISS, and `FILE.txt`, a name a line. */
export async function saveEmbeddings(file: string, { names, ...embeddings }: NamedEmbeddings): Promise<void> {
  const { data, count, dimension } = embeddings;
  // Names go first and come last: a kill between leaves none, and not those of other embeddings.
  await rm(namesFileOf(file), { force: true });
  await writeFileAtomic(file, encodeNpy({ rows: count, columns: dimension, data }));
  await writeFileAtomic(namesFileOf(file), names.map(name => `${name}\n`).join(''));
}

/**
 * Reads what `saveEmbeddings`, or any other tool, wrote.
 * Throws a DataError that names the file for what `decodeNpy` refuses, for names that are not as many as the rows or come twice,
 * and, with the photo's name, for a row that is not finite or has no direction.
 */
export async function loadEmbeddings(file: string): Promise<NamedEmbeddings & { readonly sha256: string }> {
  const namesFile = namesFileOf(file);
  const bytes = await readWhole(file, 'embeddings, as numpy.save writes them');
  const { rows, columns, data } = decodeNpy(bytes, file);
  const text = (await readWhole(namesFile, `the names of the rows of ${file}, a line each`)).toString('utf8');
  const names = text
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  const fail = (expected: string, received: string, next: string): never => {
    throw DataError.because({ expected, received, place: namesFile, next });
  };
  if (names.length !== rows) {
    fail(`${rows} names, one for each row of ${file}`, `${names.length}`, 'Write both files anew.');
  }
  const seen = new Set<string>();
  const repeated = names.find(name => seen.size === seen.add(name).size);
  if (repeated !== undefined) fail('each name once', `${repeated} twice`, 'Name each photo by its own path.');
  checkRows(data, { columns, names, file });
  return { data, count: rows, dimension: columns, names, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function checkRows(
  data: Float32Array,
  { columns, names, file }: { columns: number; names: readonly string[]; file: string },
): void {
  for (const [row, name] of names.entries()) {
    const numbers = data.subarray(row * columns, (row + 1) * columns);
    const bad = numbers.findIndex(value => !Number.isFinite(value));
    if (bad < 0 && numbers.some(value => value !== 0)) continue;
    throw DataError.because({
      expected: 'finite numbers, not all of them 0',
      received: bad < 0 ? 'only zeros' : `${numbers[bad]} in column ${bad}`,
      place: `${file}, row ${row} (${name})`,
      next: 'Leave photos without an embedding out of both files, and their pairs out of the list, or embed them.',
    });
  }
}

async function readWhole(file: string, expected: string): Promise<Buffer> {
  const fail = (received: string, next: string): never => {
    throw DataError.because({ expected, received, place: file, next });
  };
  try {
    const { size } = await stat(file);
    if (size > maxFileBytes) fail(`${size} bytes`, 'Leave out what the pairs do not name, or save float32.');
    return await readWholeFile(file);
  } catch (thrown) {
    if (thrown instanceof DataError) throw thrown;
    const error = asError(thrown) as NodeJS.ErrnoException;
    return fail(error.code ?? error.message, 'Check the path.');
  }
}
