import type { ConfiguredMargin } from '@arcface-ts/losses';
import type { ClassHead, ClassScores, Model, Parameters } from '@arcface-ts/models';
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

export interface BatchLoss extends Pick<ClassScores, 'scores' | 'cosines'> {
  /** Scalar that gradients are of. The members of an ensemble learn as each would alone: it is the sum of their losses. */
  readonly loss: tf.Scalar;
  /** How many losses that is the sum of. */
  readonly losses: number;
  /** The margin's running figures for the next step, as parameters; of an ensemble's members their mean. */
  readonly figures: Parameters;
}

/**
 * The forward half of a step behind the model: embeddings → scores → margin → loss. A loss is that of the logits, and the margin's penalty
 * where it has one.
 * @param batch.embeddings [batch, embedding]   @param batch.labels [batch] int32
 */
export function batchLoss(
  { head, margin, loss }: Omit<LossParts, 'model'>,
  parameters: Parameters,
  batch: { readonly embeddings: tf.Tensor2D; readonly labels: tf.Tensor1D; readonly marginStrength: tf.Scalar },
): BatchLoss {
  const { embeddings, labels, marginStrength } = batch;
  const before = figuresIn(parameters);
  const answer = head.apply(embeddings, parameters);
  const each = (answer.members ?? [answer]).map(({ scores, lengths }) => {
    const { logits, penalty, running } = margin.apply({ scores, labels, lengths, running: before }, marginStrength);
    const ofLogits = loss(logits, labels);
    return { loss: penalty === undefined ? ofLogits : tf.add<tf.Scalar>(ofLogits, penalty), running: running ?? {} };
  });
  return {
    scores: answer.scores,
    cosines: answer.cosines,
    loss: total(each.map(one => one.loss)),
    losses: each.length,
    figures: figuresAsParameters(meanFigures(each.map(({ running }) => running))),
  };
}

type Figures = Readonly<Record<string, tf.Scalar>>;

function total(losses: readonly tf.Scalar[]): tf.Scalar {
  return losses.length === 1 ? (losses[0] as tf.Scalar) : tf.addN([...losses]);
}

function meanFigures(each: readonly Figures[]): Figures {
  const [first = {}] = each;
  if (each.length === 1) return first;
  const mean = (name: string) => tf.div(total(each.map(figures => figures[name] as tf.Scalar)), each.length);
  return Object.fromEntries(Object.keys(first).map(name => [name, mean(name) as tf.Scalar]));
}
