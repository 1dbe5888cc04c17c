import { createHash } from 'node:crypto';
import { DataError, type DigitsSummary, digitsSummarySchema, readJson, writeJsonAtomic } from '@arcface-ts/core';
import { findMnist, type Mnist, mnistClasses, readMnist } from '../sets/mnist.js';
import { filesOf } from './set-files.js';

const set = 'mnist';
const prepareAgain = 'Run `nx run data:mnist`.';

/** Finds MNIST, reads all of it, and leaves in `<cacheFolder>/mnist/summary.json` what it is and where. */
export async function prepareMnist(options: {
  workspace: string;
  cacheFolder: string;
  data?: string | undefined;
  environment?: NodeJS.ProcessEnv;
}): Promise<DigitsSummary> {
  const startedMs = performance.now();
  const { root, source, files } = findMnist(options);
  const digits = await readMnist(files);
  const { train, test } = digits;
  const fingerprint = fingerprintOf(digits);
  const summary: DigitsSummary = {
    schema: 1,
    set,
    dataset: set,
    root,
    source,
    files,
    photos: train.count + test.count,
    train: train.count,
    test: test.count,
    aligned: 0,
    missed: 0,
    shards: 0,
    identities: mnistClasses,
    bytes: partsOf(digits).reduce((sum, part) => sum + part.length, 0),
    seconds: (performance.now() - startedMs) / 1000,
    fingerprint,
  };
  await writeJsonAtomic(filesOf(options.cacheFolder, set).summary, summary);
  return summary;
}

/** Reads the digits that `prepareMnist` found. Throws a DataError where it found none, and where they are others by now. */
export async function openMnist(cacheFolder: string): Promise<{ summary: DigitsSummary; digits: Mnist }> {
  const file = filesOf(cacheFolder, set).summary;
  const summary = await readJson(file, digitsSummarySchema, prepareAgain);
  const digits = await readMnist(summary.files);
  const found = fingerprintOf(digits);
  if (found === summary.fingerprint) return { summary, digits };
  throw DataError.because({
    expected: `digits of SHA-256 ${summary.fingerprint}, as the summary says`,
    received: found,
    place: summary.root,
    next: prepareAgain,
  });
}

function partsOf({ train, test }: Mnist): readonly Uint8Array[] {
  return [train.images, train.labels, test.images, test.labels];
}

function fingerprintOf(digits: Mnist): string {
  const hash = createHash('sha256');
  for (const part of partsOf(digits)) hash.update(part);
  return hash.digest('hex');
}
