import { checkShape } from '@arcface-ts/core';
import { float32Product, stayFloat32 } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { normal, type ParameterSpec } from './parameter.js';

/** Keeps the gradient of a length finite when an embedding is all zero. */
const smallestSquaredLength = 1e-12;

/** The class centres W of a margin loss: one direction of the embedding space for each identity, [classes, embedding]. */
export function classCentres(classes: number, embeddingSize: number): ParameterSpec {
  return {
    name: 'centres',
    shape: [classes, embeddingSize],
    role: 'centre',
    // Only their directions count; insightface draws them with this deviation too.
    initialize: normal(0.01),
  };
}

/** Rows divided by their length: [rows, columns] → [rows, columns]. */
export function normalizeRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), 1, true), smallestSquaredLength)));
}

/** Lengths of rows, in float32 under any precision: [rows, columns] → [rows]. Their gradient is finite at 0 too. */
export function rowLengths(x: tf.Tensor2D): tf.Tensor1D {
  return tf.sqrt(tf.maximum(tf.sum(tf.square(stayFloat32(x)), 1), smallestSquaredLength));
}

/**
 * Cosines of the angles between embeddings and class centres: cos θ = x·W / (|x|·|W|).
 * Deng et al. 2019, https://arxiv.org/abs/1801.07698, section 3.1.
 *
 * Lengths and products stay float32 under mixed precision: the eight bits of bfloat16 tell no angles apart that differ by less than
 * a quarter of a degree at 45°, and a margin's logits multiply what is lost by the scale.
 *
 * @param embeddings [batch, embedding]   @param centres [classes, embedding]   @returns [batch, classes]
 */
export function cosinesToCentres(embeddings: tf.Tensor2D, centres: tf.Tensor2D): tf.Tensor2D {
  checkShape('embeddings', embeddings.shape, ['batch', centres.shape[1]], 'cosinesToCentres');
  return float32Product(normalizeRows(stayFloat32(embeddings)), normalizeRows(centres));
}
