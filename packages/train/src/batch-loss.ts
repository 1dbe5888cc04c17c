import type { ConfiguredMargin } from '@arcface-ts/losses';
import { type ClassHead, type ClassScores, type Model, type Parameters, rowLengths } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { figuresAsParameters, figuresIn } from './margin-figures.js';

/** What makes a loss of photos: the model their embeddings, the rest a loss of these. */
export interface LossParts {
  readonly model: Model;
  readonly head: ClassHead;
  readonly margin: ConfiguredMargin;
  /** @param logits [batch, classes]   @param labels [batch]   @returns scalar */
  readonly loss: (logits: tf.Tensor2D, labels: tf.Tensor1D) => tf.Scalar;
}

export interface BatchLoss extends ClassScores {
  /** Scalar: that of the logits, and the margin's penalty where it has one. */
  readonly loss: tf.Scalar;
  /** The margin's running figures for the next step, as parameters. */
  readonly figures: Parameters;
}

/**
 * The forward half of a step behind the model: embeddings → scores → margin → loss.
 * @param batch.embeddings [batch, embedding]   @param batch.labels [batch] int32
 */
export function batchLoss(
  { head, margin, loss }: Omit<LossParts, 'model'>,
  parameters: Parameters,
  batch: { readonly embeddings: tf.Tensor2D; readonly labels: tf.Tensor1D; readonly marginStrength: tf.Scalar },
): BatchLoss {
  const { embeddings, labels } = batch;
  const { scores, cosines } = head.apply(embeddings, parameters); // [batch, classes]
  const { logits, penalty, running } = margin.apply(
    { scores, labels, lengths: rowLengths(embeddings), running: figuresIn(parameters) },
    batch.marginStrength,
  );
  const ofLogits = loss(logits, labels);
  return {
    loss: penalty === undefined ? ofLogits : tf.add(ofLogits, penalty),
    scores,
    cosines,
    figures: figuresAsParameters(running ?? {}),
  };
}
