import type { Loader } from '@arcface-ts/data';
import type { Validation } from '../loop/training-loop.js';
import type { StepParts } from '../step/train-step.js';
import type { Trainer } from '../trainer/trainer.js';

/** Decisions of which each rests on a number: the higher, the surer of a yes. */
export interface DecisionCurve {
  readonly labels: readonly boolean[];
  /** In [0, 1]. */
  readonly probabilities: Float64Array;
}

/** What was found out about a net in training, and how it is told. */
export interface Judgement {
  readonly validation: Validation;
  /** Figures on a test set, which nothing is chosen by. */
  readonly watched?: { readonly name: string; readonly figures: Readonly<Record<string, number>> } | undefined;
  /** Mean cosine of two embeddings of the validation: near 1 where the net embeds all photos alike. */
  readonly meanCosine?: number;
  /** The figures in words, for the line of an epoch. */
  readonly text: string;
  /** Numbers whose distribution is worth a look, by what they are. */
  readonly distributions: Readonly<Record<string, Float64Array>>;
  /** Decisions whose precision and recall are worth one. */
  readonly curves?: Readonly<Record<string, DecisionCurve>>;
  /** Pictures of the net as it is after this epoch, as PNG, by what they show. */
  readonly pictures?: Readonly<Record<string, Uint8Array>>;
}

/** What a run trains on: images of classes, and a way to judge the net by images that it does not train on. */
export interface TrainingData {
  /** The set's name, or `procedural`. */
  readonly dataset: string;
  readonly fingerprint: string;
  /** What the images look like. */
  readonly crop: { readonly name: string; readonly version: number; readonly imageSizePx: number };
  /** Name of each class. */
  readonly identities: readonly string[];
  readonly trainingPhotos: number;
  readonly training: Loader;
  /** What was left out, in words. */
  readonly notes: readonly string[];
  /** @param epoch the present one, from 1; 0 before training */
  judge(trainer: Trainer, parts: StepParts, epoch: number): Promise<Judgement>;
  close(): Promise<void>;
}
