import type { Batch } from '@arcface-ts/core';

/** Embeddings of many photos, row by row. */
export interface Embeddings {
  /** [count, dimension] float32, not normalized. */
  readonly data: Float32Array;
  readonly count: number;
  readonly dimension: number;
}

/** Embeds the photos of a batch: [size, dimension] float32, row by row, not normalized. It does not release the batch. */
export type EmbedBatch = (batch: Batch) => Promise<Float32Array>;

export interface EmbeddingOptions {
  /** The embedding of a photo is e(photo) + e(mirrored photo), both not normalized: the LFW protocol's way. */
  readonly mirror?: boolean;
}

/** Embeds every photo of the batches, in their order, and releases each batch. */
export async function embedPhotos(
  embed: EmbedBatch,
  batches: AsyncIterable<Batch>,
  onBatch: (photos: number) => void = () => undefined,
): Promise<Embeddings> {
  const parts: Float32Array[] = [];
  let count = 0;
  for await (const batch of batches) {
    parts.push(await embed(batch));
    batch.release();
    count += batch.size;
    onBatch(batch.size);
  }
  const data = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part, offset);
    offset += part.length;
  }
  return { data, count, dimension: count === 0 ? 0 : data.length / count };
}
