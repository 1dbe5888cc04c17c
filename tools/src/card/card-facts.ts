import type { ThresholdCard, VerificationResult } from '@arcface-ts/core';
import type { sliceFigures } from '@arcface-ts/eval';
import type { CheckpointRecord } from '@arcface-ts/train';
import type { TrainingLog } from './training-log.js';

/** A threshold of a card, by the name that the card's file has for it. */
export interface ChosenThreshold {
  /** As an expression after the parsed card: `.atFar['1e-2']`. */
  readonly key: string;
  /** In words: `FAR 1 %`. */
  readonly text: string;
  readonly point: ThresholdCard['bestAccuracy'];
}

/** All that a model card says, as the files of a run have it. */
export interface CardFacts {
  /** The run in whose folder the model is written. */
  readonly run: string;
  readonly weights: {
    /** Folder that they were taken from, relative to the workspace, and the day of its checkpoint.json. */
    readonly path: string;
    readonly date: string;
    readonly sha256: string;
    readonly record: CheckpointRecord;
    /** Numbers that training changed, without class centres. */
    readonly parameters: number;
    /** Of an ensemble the numbers of all its members. */
    readonly embeddingSize: number;
  };
  /** Undefined where the weights do not lie in the run that trained them. */
  readonly training: TrainingLog | undefined;
  readonly result: VerificationResult;
  /** By the name of the set that they were chosen on. */
  readonly thresholds: ReadonlyMap<string, ThresholdCard>;
  /** The one that the card goes by, of the set that was evaluated. */
  readonly threshold: ChosenThreshold;
  readonly slices: ReturnType<typeof sliceFigures>;
  /** File names of the pictures beside the card, by what they show. */
  readonly pictures: readonly { readonly file: string; readonly shows: string }[];
}

/** The threshold to go by: at FAR 1 % where the pairs can tell it, else that of best accuracy. */
export function chosenThreshold({ atFar, bestAccuracy }: ThresholdCard): ChosenThreshold {
  const point = atFar['1e-2'];
  return point === undefined
    ? { key: '.bestAccuracy', text: 'best accuracy', point: bestAccuracy }
    : { key: ".atFar['1e-2']", text: 'FAR 1 %', point };
}
