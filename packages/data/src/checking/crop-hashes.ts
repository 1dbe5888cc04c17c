import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@arcface-ts/core';
import type { DecodePool } from '../decoding/decode-pool.js';
import type { PlacedCrop } from '../loading/crop-photos.js';
import { perceptualHash } from './perceptual-hash.js';
import { thumbnailsOf } from './thumbnails.js';

/** Crops of a set. */
export interface HashedCrops {
  readonly crops: readonly PlacedCrop[];
  /** Changes whenever a crop or their order does. */
  readonly key: string;
}

/**
 * Perceptual hashes of crops, [count, 2] high and low words, in the order given: made once and kept in
 * `<cache>/crop-hashes/`.
 */
export async function cropHashes(
  { crops, key }: HashedCrops,
  options: { cacheFolder: string; pool: DecodePool },
): Promise<Uint32Array> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const file = join(options.cacheFolder, 'crop-hashes', `${name}.bin`);
  const old = await readFile(file).catch(() => undefined);
  if (old?.length === 8 * crops.length) return new Uint32Array(Uint8Array.from(old).buffer);
  const hashes = new Uint32Array(2 * crops.length);
  let index = 0;
  for await (const thumbnail of thumbnailsOf(crops, options)) hashes.set(perceptualHash(thumbnail), 2 * index++);
  await writeFileAtomic(file, new Uint8Array(hashes.buffer));
  return hashes;
}
