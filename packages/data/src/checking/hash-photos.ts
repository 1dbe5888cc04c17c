import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asError } from '@arcface-ts/core';
import type { PhotoSize } from '../alignment/photo-size.js';
import { wholePhoto } from '../decoding/crop-frame.js';
import type { DecodePool } from '../decoding/decode-pool.js';
import { photoSize } from '../decoding/image-codec.js';
import { allocateSlab } from '../decoding/slab.js';
import type { FacePhoto } from '../sets/face-photo.js';
import type { UnreadablePhoto } from './find-problems.js';
import { perceptualHash, thumbnailSidePx } from './perceptual-hash.js';
import { type PhotoHashes, sha256Bytes } from './photo-hashes.js';
import { type SizeClass, SizeHistogram } from './size-histogram.js';

/** Photos that are decoded at once: 768 KiB of thumbnails, and enough to keep every thread at work. */
const batchSize = 256;

/** Files that the main thread holds at once while it hashes their bytes. */
const openFiles = 8;

const thumbnailBytes = thumbnailSidePx ** 2 * 3;

export interface HashedPhotos {
  /** Of the photos that can be decoded, in the order of the set. */
  readonly hashes: PhotoHashes;
  readonly unreadable: readonly UnreadablePhoto[];
  readonly sizes: readonly SizeClass[];
}

interface ReadFile {
  readonly sha256: Uint8Array;
  readonly size: PhotoSize;
}

async function readWhole(file: string): Promise<ReadFile> {
  const sha256 = createHash('sha256').update(await readFile(file));
  return { sha256: sha256.digest(), size: await photoSize(file) };
}

/** Calls `work` for each index, of a few at a time. */
async function forEachOf(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/**
 * Looks at each photo once: its pixels in the decoding threads, its bytes in this one, where the batch before is hashed
 * while the threads decode the next. Only hashes are kept, so that memory grows by some 40 bytes a photo.
 *
 * A photo that cannot be decoded, or that is gone a moment later, is returned and not thrown.
 * @param options.onProgress called now and then with the number of photos that were looked at
 */
export async function hashPhotos(
  photos: readonly FacePhoto[],
  options: { root: string; pool: DecodePool; onProgress?: (done: number) => void },
): Promise<HashedPhotos> {
  const { root, pool, onProgress } = options;
  const perceptual = new Uint32Array(2 * photos.length);
  const sha256 = new Uint8Array(sha256Bytes * photos.length);
  const readable: FacePhoto[] = [];
  const unreadable: UnreadablePhoto[] = [];
  const histogram = new SizeHistogram();
  const slabs = [allocateSlab(batchSize * thumbnailBytes), allocateSlab(batchSize * thumbnailBytes)];

  const slabOf = (batch: number) => slabs[batch % slabs.length] as SharedArrayBuffer;
  const recordsOf = (batch: number) => photos.slice(batch * batchSize, (batch + 1) * batchSize);
  const decode = (batch: number) => {
    const tasks = recordsOf(batch).map(({ path }, slot) => ({
      image: { path: join(root, path) },
      // On a square whatever the photo's proportions: copies have the same.
      frame: wholePhoto,
      gain: 1,
      bias: 0,
      byteOffset: slot * thumbnailBytes,
    }));
    return pool.decode(slabOf(batch), tasks, { sizePx: thumbnailSidePx });
  };

  const batches = Math.ceil(photos.length / batchSize);
  let ahead = batches > 0 ? decode(0) : undefined;
  for (let batch = 0; batch < batches; batch++) {
    const problems: readonly (UnreadablePhoto['problem'] | undefined)[] = (await ahead) ?? [];
    ahead = batch + 1 < batches ? decode(batch + 1) : undefined;
    // What goes wrong with it is told when its turn comes.
    ahead?.catch(() => undefined);

    const records = recordsOf(batch);
    const files: (ReadFile | UnreadablePhoto['problem'])[] = [];
    await forEachOf(records.length, openFiles, async slot => {
      const { path } = records[slot] as FacePhoto;
      // Only what a thread has decoded is read here: that is no pipe, no folder and not too large.
      files[slot] =
        problems[slot] ??
        (await readWhole(join(root, path)).catch((thrown: unknown) => ({
          code: 'UNREADABLE' as const,
          message: asError(thrown).message,
        })));
    });
    for (const [slot, photo] of records.entries()) {
      const file = files[slot] as ReadFile | UnreadablePhoto['problem'];
      if ('code' in file) {
        unreadable.push({ photo, problem: file });
        continue;
      }
      const thumbnail = new Uint8Array(slabOf(batch), slot * thumbnailBytes, thumbnailBytes);
      perceptual.set(perceptualHash(thumbnail), 2 * readable.length);
      sha256.set(file.sha256, sha256Bytes * readable.length);
      histogram.add(file.size);
      readable.push(photo);
    }
    onProgress?.(Math.min((batch + 1) * batchSize, photos.length));
  }
  return {
    hashes: {
      photos: readable,
      perceptual: perceptual.subarray(0, 2 * readable.length),
      sha256: sha256.subarray(0, sha256Bytes * readable.length),
    },
    unreadable,
    sizes: histogram.classes,
  };
}
