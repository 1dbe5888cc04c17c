import { join } from 'node:path';
import { prepareMnist } from '@arcface-ts/data';
import type { TrainingConfig, TrainingConfigInput } from '../config.js';
import { smallConfig } from './small-config.js';
import { writeSmallMnist } from './small-mnist.js';

/** Writes and finds small "digits" in a folder; returns the cache's. */
export async function prepareSmallDigits(folder: string, counts = { train: 160, t10k: 20 }): Promise<string> {
  const cacheFolder = join(folder, 'cache');
  writeSmallMnist(join(folder, 'datasets/mnist'), counts);
  await prepareMnist({ workspace: folder, cacheFolder, environment: {} });
  return cacheFolder;
}

/** A config that tells the small digits apart within a few epochs of eight steps; keys given replace whole keys. */
export function smallDigitsConfig(keys: Partial<TrainingConfigInput> = {}): TrainingConfig {
  return smallConfig({
    model: { name: 'lenet++', embeddingSize: 16 },
    margin: { name: 'arcface', angularMargin: 0.1, scale: 8 },
    optimizer: { name: 'adam' },
    learningRate: { schedule: 'constant', base: 1e-3 },
    batchSize: 16,
    augmentation: { mirror: 0 },
    validation: { holdOut: 0.2 },
    ...keys,
  });
}
