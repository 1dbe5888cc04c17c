import { inferencePass, type Model, normalizePixels, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { EmbeddingOptions } from './embed-photos.js';

/** The embedding of a batch of pixels [batch, height, width, 3] as a pure function, to be run eagerly or compiled. */
export function embedPixels(
  model: Model,
  parameters: Parameters,
  images: tf.Tensor4D,
  { mirror = false }: EmbeddingOptions,
): tf.Tensor2D {
  const pass = inferencePass(parameters);
  const pixels = normalizePixels(images);
  const straight = model.embed(pixels, pass); // [batch, dimension]
  return mirror ? tf.add(straight, model.embed(tf.reverse(pixels, 2), pass)) : straight;
}
