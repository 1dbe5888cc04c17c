import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { classCentres, cosinesToCentres, rowLengths } from './class-centres.js';
import type { ClassHead } from './class-head.js';

/**
 * Cosines between embeddings and the nearest of the K centres that each class has: max over k of cos θ_jk.
 * Deng et al. 2020, "Sub-center ArcFace: Boosting Face Recognition by Large-scale Noisy Web Faces", ECCV. Photos that do not belong to
 * an identity, or show it otherwise, gather around a centre of their own instead of pulling at the one of all others. Only the nearest
 * centre has a gradient.
 *
 * @param embeddings [batch, embedding]   @param centres [classes, K, embedding]   @returns [batch, classes]
 */
export function cosinesToSubCentres(embeddings: tf.Tensor2D, centres: tf.Tensor3D): tf.Tensor2D {
  const [classes, count, size] = centres.shape;
  checkShape('embeddings', embeddings.shape, ['batch', size], 'cosinesToSubCentres');
  const all = cosinesToCentres(embeddings, tf.reshape(centres, [classes * count, size])); // [batch, classes · K]
  return tf.max(tf.reshape(all, [embeddings.shape[0], classes, count]), 2);
}

/** The head of sub-centre ArcFace: cos θ to the nearest of several centres for each class. */
export function subCentreHead(classes: number, embeddingSize: number, centresPerClass: number): ClassHead {
  const centres = { ...classCentres(classes, embeddingSize), shape: [classes, centresPerClass, embeddingSize] };
  return {
    parameters: [centres],
    apply(embeddings, parameters) {
      const cosines = cosinesToSubCentres(embeddings, parameters[centres.name] as tf.Tensor3D);
      return { scores: cosines, cosines, lengths: rowLengths(embeddings) };
    },
  };
}
