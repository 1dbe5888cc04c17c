import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readJson, writeJsonAtomic } from '@arcface-ts/core';
import { z } from 'zod';
import type { StoreSpecification } from '../shards/crop-store.js';
import { readManifest } from './manifest.js';
import type { PhotoListSummary } from './photo-list.js';
import { filesOf } from './set-files.js';

/** What the task graph hashes to know whether the crops have to be made. */
export const cropsKeyFile = 'crops.key.json';

const generationSchema = z.object({ generation: z.string() });

/**
 * Writes what decides whether making the crops may be skipped: a number for each set that stays as long as all its crops are there, cut
 * from the photos as they are and in the way that is asked for. The crops themselves are too large for the cache of the task graph.
 */
export async function writeCropsKey(
  cacheFolder: string,
  lists: readonly PhotoListSummary[],
  wanted: StoreSpecification,
): Promise<void> {
  const generations: Record<string, string> = {};
  for (const list of lists) {
    const file = filesOf(cacheFolder, list.set).generation;
    const old = await readJson(file, generationSchema).catch(() => undefined);
    const keeps = old !== undefined && (await areComplete(cacheFolder, list, wanted));
    const generation = keeps ? old.generation : randomUUID();
    if (!keeps) await writeJsonAtomic(file, { generation });
    generations[list.set] = generation;
  }
  await writeJsonAtomic(join(cacheFolder, cropsKeyFile), { generations });
}

async function areComplete(
  cacheFolder: string,
  list: PhotoListSummary,
  { crop, encoding, detector }: StoreSpecification,
): Promise<boolean> {
  const manifest = await readManifest(cacheFolder, list.set).catch(() => undefined);
  if (manifest === undefined) return false;
  const { summary, photos } = manifest;
  const isSame =
    summary.fingerprint === list.fingerprint &&
    summary.root === list.root &&
    summary.detector === detector &&
    isDeepStrictEqual(summary.crop, { ...crop, encoding, folder: summary.crop.folder });
  const folder = join(filesOf(cacheFolder, list.set).folder, summary.crop.folder);
  const shards = new Set(photos.flatMap(photo => photo.crop?.shard ?? []));
  const bytes = [...shards].map(shard => statSync(join(folder, shard), { throwIfNoEntry: false })?.size ?? 0);
  return isSame && bytes.reduce((sum, size) => sum + size, 0) === summary.bytes;
}
