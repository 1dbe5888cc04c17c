import type { Batch } from '@arcface-ts/core';
import { inferencePass, type Model, normalizePixels, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';

/** Embeddings of many photos, row by row. */
export interface Embeddings {
  /** [count, dimension] float32, not normalized. */
  readonly data: Float32Array;
  readonly count: number;
  readonly dimension: number;
}

/** Pixels of a batch as a tensor [size, side, side, 3] int32. */
export function imagesTensor(images: Uint8Array, size: number, sidePx: number): tf.Tensor4D {
  return tf.tensor4d(images, [size, sidePx, sidePx, 3], 'int32');
}

/**
 * Embeds every photo of the batches, in their order, and releases each batch. With `mirror` the embedding of a photo is e(photo) + e(mirrored photo),
 * both not normalized: the LFW protocol's way.
 */
export async function embedPhotos(
  model: Model,
  parameters: Parameters,
  batches: AsyncIterable<Batch>,
  options: { mirror: boolean; onBatch?: (photos: number) => void },
): Promise<Embeddings> {
  const pass = inferencePass(parameters);
  const rows: Float32Array[] = [];
  for await (const batch of batches) {
    const embeddings = tf.tidy(() => {
      const pixels = normalizePixels(imagesTensor(batch.images, batch.size, model.imageSizePx));
      const straight = model.embed(pixels, pass);
      return options.mirror ? tf.add(straight, model.embed(tf.reverse(pixels, 2), pass)) : straight;
    });
    batch.release();
    rows.push((await embeddings.data()) as Float32Array);
    embeddings.dispose();
    options.onBatch?.(batch.size);
  }
  const data = new Float32Array(rows.reduce((length, row) => length + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    data.set(row, offset);
    offset += row.length;
  }
  return { data, count: data.length / model.embeddingSize, dimension: model.embeddingSize };
}
