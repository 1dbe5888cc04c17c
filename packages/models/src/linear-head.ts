import { checkShape } from '@arcface-ts/core';
import { float32Product, stayFloat32 } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { classCentres, cosinesToCentres, rowLengths } from './class-centres.js';
import type { ClassHead } from './class-head.js';
import { type ParameterSpec, uniform } from './parameter.js';

/**
 * The head of plain softmax: x·Wᵀ + b, in float32 under any precision. The rows of W are the class centres, of which here the lengths
 * count too; first values are PyTorch's, uniform in ±1/√embedding.
 */
export function linearHead(classes: number, embeddingSize: number): ClassHead {
  const initialize = uniform(1 / Math.sqrt(embeddingSize));
  const centres: ParameterSpec = { ...classCentres(classes, embeddingSize), initialize };
  const bias: ParameterSpec = { name: `${centres.name}.bias`, shape: [classes], role: 'bias', initialize };
  return {
    parameters: [centres, bias],
    apply(embeddings, parameters) {
      const rows = parameters[centres.name] as tf.Tensor2D;
      checkShape('embeddings', embeddings.shape, ['batch', rows.shape[1]], 'linearHead');
      return {
        scores: tf.add(float32Product(stayFloat32(embeddings), rows), parameters[bias.name] as tf.Tensor1D),
        cosines: cosinesToCentres(embeddings, rows),
        lengths: rowLengths(embeddings),
      };
    },
  };
}
