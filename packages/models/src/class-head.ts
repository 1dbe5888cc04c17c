import type * as tf from '@tensorflow/tfjs-core';
import { classCentres, cosinesToCentres, rowLengths } from './class-centres.js';
import type { Parameters } from './model.js';
import type { ParameterSpec } from './parameter.js';

/** What a head says of embeddings. */
export interface ClassScores {
  /** [batch, classes] What the loss is made of; the class with the largest one is the head's answer. */
  readonly scores: tf.Tensor2D;
  /** [batch, classes] Cosines between embeddings and class centres, the nearest one where a class has several. */
  readonly cosines: tf.Tensor2D;
  /** [batch] Lengths |x| of the embeddings, before they were normalized. */
  readonly lengths: tf.Tensor1D;
  /** Of an ensemble: what each member says, which learns by a loss of its own. */
  readonly members?: readonly ClassScores[];
}

/** What stands between embeddings and a loss. Like a model it holds no values. */
export interface ClassHead {
  readonly parameters: readonly ParameterSpec[];
  /** @param embeddings [batch, embedding]   @param parameters the head's own by name, others are let pass */
  apply(embeddings: tf.Tensor2D, parameters: Parameters): ClassScores;
}

/** The head of the margins on the hypersphere: cos θ to one centre for each class. */
export function cosineHead(classes: number, embeddingSize: number): ClassHead {
  const centres = classCentres(classes, embeddingSize);
  return {
    parameters: [centres],
    apply(embeddings, parameters) {
      const cosines = cosinesToCentres(embeddings, parameters[centres.name] as tf.Tensor2D);
      return { scores: cosines, cosines, lengths: rowLengths(embeddings) };
    },
  };
}
