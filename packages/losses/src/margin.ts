import type * as tf from '@tensorflow/tfjs-core';

/** What a margin sees of a batch. */
export interface MarginBatch {
  /** [batch, classes] cosines between embeddings and class centres; logits for a margin whose head is linear. */
  readonly scores: tf.Tensor2D;
  /** [batch] int32, in [0, classes) */
  readonly labels: tf.Tensor1D;
  /** [batch] lengths |x| of the embeddings, before they were normalized. */
  readonly lengths: tf.Tensor1D;
  /** The figures that the margin carries from step to step, as the step before left them. */
  readonly running: Readonly<Record<string, tf.Scalar>>;
}

export interface MarginResult {
  /** [batch, classes], for cross entropy. */
  readonly logits: tf.Tensor2D;
  /** What the loss grows by, beside cross entropy. */
  readonly penalty?: tf.Scalar;
  /** The running figures for the next step, under the names that they came by; they have no gradient. */
  readonly running?: Readonly<Record<string, tf.Scalar>>;
}

/**
 * A margin: a map from scores and labels to logits. Class centres come before it and cross entropy after it. It is pure: what it
 * remembers of earlier batches comes in and goes out as running figures, which live with the weights.
 * The strength (an angle, a cosine, a share, as the margin says; 0: none) is a scalar tensor where it is ramped: then it can
 * be fed at each step of a compiled graph.
 */
export type Margin = (batch: MarginBatch, strength?: number | tf.Scalar) => MarginResult;

/** What the scores of a margin are computed by. */
export interface MarginHead {
  /** cosine: cos θ of embeddings and class centres; linear: x·Wᵀ + b, whatever the lengths. */
  readonly scores: 'cosine' | 'linear';
  /** Centres that each class has, of which the nearest one counts. */
  readonly centresPerClass: number;
}
