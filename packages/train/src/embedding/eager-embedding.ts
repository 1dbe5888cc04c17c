import type { Model, Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { EmbedBatch, EmbeddingOptions } from './embed-photos.js';
import { embedPixels } from './embed-pixels.js';

/** Pixels of a batch as a tensor [size, side, side, 3] int32. */
export function imagesTensor(images: Uint8Array, size: number, sidePx: number): tf.Tensor4D {
  return tf.tensor4d(images, [size, sidePx, sidePx, 3], 'int32');
}

/** Embeds op by op on this thread. */
export function eagerEmbedding(model: Model, parameters: Parameters, options: EmbeddingOptions = {}): EmbedBatch {
  return async ({ images, size }) => {
    const embeddings = tf.tidy(() =>
      embedPixels(model, parameters, imagesTensor(images, size, model.imageSizePx), options),
    );
    const data = (await embeddings.data()) as Float32Array;
    embeddings.dispose();
    return data;
  };
}
