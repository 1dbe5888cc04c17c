import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@arcface-ts/core';
import {
  createLoader,
  cropOf,
  defaultCrop,
  findFaces,
  hasCrop,
  type Manifest,
  placeOfCrops,
  prepareFaces,
  readManifest,
} from '@arcface-ts/data';
import { workspaceFolder } from '../../workspace-folder.js';

/** Crops that both sides embed. */
export interface BenchCrops {
  /** Where they come from, for people. */
  readonly title: string;
  readonly photos: number;
}

const set = 'lfw';

/**
 * Writes the first crops of LFW, or of the procedural faces in its layout, one after the other into a file: [photos, side, side, 3] RGB.
 * Those that `data:faces` left are taken where they are of the same photos; others are made in the bench's own cache.
 */
export async function writeBenchCrops(
  file: string,
  { data, photos: most, folder }: { data: string | undefined; photos: number; folder: string },
  say: (line: string) => void,
): Promise<BenchCrops> {
  const cache = join(workspaceFolder, '.cache', 'data');
  const source = await findFaces({ workspace: workspaceFolder, cacheFolder: cache, data, set, report: say });
  const root = join(source.root, set);
  let crops = await manifestOf(cache, root);
  if (crops === undefined) {
    say('preparing LFW (once)');
    const cacheFolder = join(folder, 'faces');
    await prepareFaces({ workspace: workspaceFolder, cacheFolder, data, set, report: say });
    crops = { cacheFolder, manifest: await readManifest(cacheFolder, set) };
  }
  const photos = await writeCrops(file, crops, most);
  return { title: source.procedural ? 'procedural faces' : 'LFW', photos };
}

interface CachedCrops {
  readonly cacheFolder: string;
  readonly manifest: Manifest;
}

/** The crops of a cache; undefined when it has none of these photos in the form that nets take. */
async function manifestOf(cacheFolder: string, root: string): Promise<CachedCrops | undefined> {
  try {
    const manifest = await readManifest(cacheFolder, set);
    const isOurs = manifest.summary.root === root && manifest.summary.crop.name === cropOf(defaultCrop).name;
    return isOurs ? { cacheFolder, manifest } : undefined;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

async function writeCrops(file: string, { cacheFolder, manifest }: CachedCrops, most: number): Promise<number> {
  const { summary, photos } = manifest;
  const placeOf = placeOfCrops(cacheFolder, summary);
  const taken = photos.filter(hasCrop).slice(0, most);
  const loader = createLoader({
    photos: taken.map(record => ({ path: record.path, label: 0, ...placeOf(record) })),
    imageSizePx: summary.crop.imageSizePx,
    batchSize: 64,
    seed: 0,
    order: 'sequential',
    lastBatch: 'keep',
  });
  try {
    const parts: Uint8Array[] = [];
    for await (const batch of loader.batches(0)) {
      parts.push(batch.images.slice());
      batch.release();
    }
    await writeFile(file, Buffer.concat(parts));
    return taken.length;
  } finally {
    await loader.close();
  }
}
