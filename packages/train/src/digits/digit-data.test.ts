import { join } from 'node:path';
import type { Batch } from '@arcface-ts/core';
import { type Loader, prepareMnist } from '@arcface-ts/data';
import { expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { smallConfig } from '../testing/small-config.js';
import { writeSmallMnist } from '../testing/small-mnist.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openDigitData } from './digit-data.js';

async function opened(keys: Partial<TrainingConfigInput> = {}) {
  const workspace = temporaryFolder();
  const cacheFolder = join(workspace, 'cache');
  writeSmallMnist(join(workspace, 'datasets/mnist'), { train: 50, t10k: 7 });
  await prepareMnist({ workspace, cacheFolder, environment: {} });
  const augmentation = { mirror: 0 };
  return openDigitData(cacheFolder, smallConfig({ validation: { holdOut: 0.2 }, batchSize: 5, augmentation, ...keys }));
}

/** What a pass over a loader gives, of all batches together. */
async function read<Found>(loader: Loader, find: (batch: Batch) => Found[]): Promise<Found[]> {
  const found: Found[] = [];
  for await (const batch of loader.batches(0)) {
    found.push(...find(batch));
    batch.release();
  }
  return found;
}

const records = (loader: Loader) => read(loader, batch => [...batch.records]);

it('trains on digits that it is not judged by', async () => {
  const { training, validation, test, trainingPhotos } = await opened();
  const [trained, heldOut, tested] = [
    await records(training),
    await records(validation.loader),
    await records(test.loader),
  ];
  expect([trained.length, heldOut.length, tested.length, trainingPhotos]).toEqual([40, 10, 7, 40]);
  expect(new Set([...trained, ...heldOut]).size).toBe(50);
  expect(tested.every(record => record.startsWith('mnist/test#'))).toBe(true);
});

it('judges runs of all seeds by the same digits, and trains them in other orders', async () => {
  const [one, other] = [await opened(), await opened({ seed: 9 })];
  expect(await records(other.validation.loader)).toEqual(await records(one.validation.loader));
  expect(await records(other.training)).not.toEqual(await records(one.training));
});

it('gives the labels of the digits that it is judged by in their order', async () => {
  const { validation, test } = await opened();
  for (const { loader, labels } of [validation, test])
    expect(await read(loader, batch => [...batch.labels])).toEqual([...labels]);
});
