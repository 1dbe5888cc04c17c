import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cacheKeyFile, writeCacheKey } from './cache-key.js';
import type { PhotoListSummary } from './photo-list.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arcface-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

const summary = (fingerprint: string): PhotoListSummary => ({
  schema: 1,
  set: 'celeba',
  dataset: 'celeba',
  root: '/data/celeba',
  photos: 2,
  identities: 1,
  rowsWithoutPhoto: 0,
  fingerprint,
});

async function keyFor(fingerprint: string, checkpoint?: string): Promise<string> {
  await writeCacheKey(folder, [summary(fingerprint)], { checkpoint });
  return readFile(join(folder, cacheKeyFile), 'utf8');
}

it('is the same text for the same photos, whatever time it took to list them', async () => {
  expect(await keyFor('a'.repeat(64))).toBe(await keyFor('a'.repeat(64)));
});

it('changes with the photos', async () => {
  expect(await keyFor('a'.repeat(64))).not.toBe(await keyFor('b'.repeat(64)));
});

it('never repeats when a checkpoint is named, and knows its content', async () => {
  const checkpoint = join(folder, 'best');
  await mkdir(checkpoint);
  await writeFile(join(checkpoint, 'checkpoint.json'), 'one');
  const [first, second] = [await keyFor('a'.repeat(64), checkpoint), await keyFor('a'.repeat(64), checkpoint)];
  expect(first).not.toBe(second);
  await writeFile(join(checkpoint, 'checkpoint.json'), 'two');
  const hashOf = (key: string) => (JSON.parse(key) as { checkpoint: string }).checkpoint;
  expect(hashOf(first)).toBe(hashOf(second));
  expect(hashOf(await keyFor('a'.repeat(64), checkpoint))).not.toBe(hashOf(first));
});

it('is the same wherever the photos lie', async () => {
  const first = await keyFor('a'.repeat(64));
  const elsewhere: PhotoListSummary = { ...summary('a'.repeat(64)), root: '/elsewhere/celeba' };
  await writeCacheKey(folder, [elsewhere]);
  expect(await readFile(join(folder, cacheKeyFile), 'utf8')).toBe(first);
});

it('changes with the content of a config file: its path alone would replay the training of an older one', async () => {
  const config = join(folder, 'mine.mjs');
  const key = async (text: string) => {
    await writeFile(config, text);
    await writeCacheKey(folder, [summary('a'.repeat(64))], { config });
    return readFile(join(folder, cacheKeyFile), 'utf8');
  };
  const first = await key('export const config = { epochs: 3 };');
  expect(await key('export const config = { epochs: 4 };')).not.toBe(first);
  expect(await key('export const config = { epochs: 3 };')).toBe(first);
});

it('changes with the weights to begin with: a folder of the same path may hold others', async () => {
  const init = join(folder, 'best');
  await mkdir(init);
  const key = async (weights: string) => {
    await writeFile(join(init, 'weights.safetensors'), weights);
    await writeCacheKey(folder, [summary('a'.repeat(64))], { init });
    return readFile(join(folder, cacheKeyFile), 'utf8');
  };
  const first = await key('one');
  expect(await key('two')).not.toBe(first);
  expect(await key('one')).toBe(first);
});

it('changes with what finds the faces: a file of the same path may be another net', async () => {
  const key = async (detector: string) => {
    await writeCacheKey(folder, [summary('a'.repeat(64))], { detector });
    return readFile(join(folder, cacheKeyFile), 'utf8');
  };
  const first = await key('eyes 1');
  expect(await key('eyes 2')).not.toBe(first);
  expect(await key('eyes 1')).toBe(first);
});

it('never comes twice where a file is asked for that no replay would write', async () => {
  const key = async () => {
    await writeCacheKey(folder, [summary('a'.repeat(64))], { writesElsewhere: true });
    return readFile(join(folder, cacheKeyFile), 'utf8');
  };
  expect(await key()).not.toBe(await key());
});

it('goes into another file where it is told to', async () => {
  await writeCacheKey(folder, [summary('a'.repeat(64))], { file: 'other.key.json' });
  expect(JSON.parse(await readFile(join(folder, 'other.key.json'), 'utf8'))).toHaveProperty('sets.celeba');
});
