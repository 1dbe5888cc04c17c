import { compile, type Variables } from '@arcface-ts/graph';
import type { Model } from '@arcface-ts/models';
import type * as tf from '@tensorflow/tfjs-core';
import { withoutPrefix } from '../step/prefixed.js';
import type { EmbedBatch, EmbeddingOptions } from './embed-photos.js';
import { embedPixels } from './embed-pixels.js';

/** Embeds with the whole forward pass as one TensorFlow graph that runs off the main thread. */
export function compiledEmbedding(
  model: Model,
  variables: Variables,
  options: EmbeddingOptions & {
    /** Photos that a run takes; a smaller batch is filled up. */
    readonly batchSize: number;
    /** What the names of the model's parameters begin with among the variables. */
    readonly prefix?: string;
  },
): EmbedBatch {
  const { batchSize, prefix = '', ...how } = options;
  const side = model.imageSizePx;
  const forward = compile(
    ({ images }, values) => ({
      outputs: { embeddings: embedPixels(model, withoutPrefix(prefix, values), images as tf.Tensor4D, how) },
    }),
    { name: 'embed', variables, inputs: { images: { shape: [batchSize, side, side, 3], dtype: 'uint8' } } },
  );
  return async ({ images, size }) => {
    const { outputs } = await forward.run({ images: filledUp(images, batchSize * side * side * 3) });
    const { data } = outputs['embeddings'] as { data: Float32Array };
    return data.subarray(0, size * model.embeddingSize);
  };
}

/** The last batch of a set is smaller than the others; what fills it up is embedded in vain. */
function filledUp(images: Uint8Array, length: number): Uint8Array {
  if (images.length === length) return images;
  const filled = new Uint8Array(length);
  filled.set(images);
  return filled;
}
