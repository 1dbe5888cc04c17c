import type { DecodePool } from '../decoding/decode-pool.js';
import { allocateSlab } from '../decoding/slab.js';
import type { PlacedCrop } from '../loading/crop-photos.js';
import { thumbnailSidePx } from './perceptual-hash.js';

/** Crops that are looked at at once: 768 KiB of thumbnails. */
const batchSize = 256;
const thumbnailBytes = thumbnailSidePx ** 2 * 3;

/**
 * Small pictures of crops, [32, 32, 3] RGB, in the order given; each is valid until the next is asked for.
 * Throws an Error that names a crop that cannot be read: the shards were checked, or the file was read, a moment before.
 */
export async function* thumbnailsOf(
  crops: readonly PlacedCrop[],
  { pool }: { pool: DecodePool },
): AsyncGenerator<Uint8Array, void> {
  const slab = allocateSlab(batchSize * thumbnailBytes);
  for (let first = 0; first < crops.length; first += batchSize) {
    const batch = crops.slice(first, first + batchSize);
    const tasks = batch.map((crop, slot) => ({ ...crop, gain: 1, bias: 0, byteOffset: slot * thumbnailBytes }));
    const problems = await pool.decode(slab, tasks, { sizePx: thumbnailSidePx });
    for (const [slot, { image }] of batch.entries()) {
      const problem = problems[slot];
      if (problem) throw new Error(`${image.path}: ${problem.message}`);
      yield new Uint8Array(slab, slot * thumbnailBytes, thumbnailBytes);
    }
  }
}
