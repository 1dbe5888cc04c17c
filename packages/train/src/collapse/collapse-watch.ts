import type { CollapseWarning } from '@arcface-ts/core';
import type { Progress } from '../checkpoint/checkpoint.js';
import { exponentialMean } from '../exponential-mean.js';
import type { StepParts } from '../step/train-step.js';
import type { StepOptions, StepResult } from '../trainer/trainer.js';
import { guessingLoss } from './guessing-loss.js';

/** Healthy nets were below 0.65 twenty steps after the beginning, and below 0.2 after a hundred. */
const collapsedCosine = 0.95;
/** A loss within this share of that of guessing, or above it. Classes of unequal size let a guess be a little better than by equal angles. */
const guessingShare = 0.95;
/** Times the share that guessing puts nearest to their own class. */
const guessingTop1 = 2;
/** Steps after the warm-up before anything is judged: many nets embed all photos alike at first. */
const leastSteps = 100;
/** Of each class a net must have met so many photos: until then a healthy one may know nothing of most. */
const photosOfClass = 10;

export interface CollapseWatchOptions {
  readonly classes: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  /** Steps from the start in which the learning rate rises. */
  readonly warmupSteps: number;
}

/** Watches a training for signs that it has collapsed. */
export interface CollapseWatch {
  /** Takes a step in. @param progress after it */
  step(result: StepResult, rates: StepOptions, progress: Pick<Progress, 'step'>): void;
  /** What is to be said at a validation: each kind once. @param meanCosine of the validation's embeddings, where it is known */
  judge(meanCosine: number | undefined, progress: Pick<Progress, 'step'>): CollapseWarning[];
  /** All that was said. */
  readonly warnings: readonly CollapseWarning[];
}

/**
 * Watches for two ways in which a training goes on and learns nothing:
 *
 * - The embeddings have collapsed: at a validation the mean cosine of two photos is near 1, so that their variance is near 0.
 * - The loss is that of guessing, or worse, and no more photos are nearest to their own class than by chance. Both are exponential means over
 *   an epoch, or as long as it takes to meet ten photos of each class; the loss is held against that of equal angles, at the mean angle and the
 *   mean strength of the margin. The loss alone does not do: that of a healthy net with many classes stays above the value for epochs,
 *   while its nearest classes are right more and more often.
 *
 * Nothing is judged before the warm-up and a hundred steps are over. A run that goes on from a checkpoint is watched anew.
 */
export function collapseWatch(
  parts: Pick<StepParts, 'margin' | 'loss'>,
  { classes, batchSize, stepsPerEpoch, warmupSteps }: CollapseWatchOptions,
): CollapseWatch {
  const window = Math.max(leastSteps, stepsPerEpoch, Math.ceil((photosOfClass * classes) / batchSize));
  // Weights of a mean with half the memory are as many as those of a plain one over the window.
  const memory = window / 2;
  const [meanLoss, meanTop1] = [exponentialMean(memory), exponentialMean(memory)];
  const [meanAngle, meanStrength] = [exponentialMean(memory), exponentialMean(memory)];
  let means = { loss: 0, top1: 0, angleDeg: 0, strength: 0 };
  let steps = 0;
  const warnings: CollapseWarning[] = [];

  function guessing(step: number): CollapseWarning | undefined {
    const { loss, top1, angleDeg, strength } = means;
    const guess = guessingLoss(parts, { classes, angleDeg, strength });
    if (loss < guessingShare * guess || top1 > guessingTop1 / classes) return undefined;
    return { kind: 'guessing', step, loss, guessingLoss: guess, top1 };
  }

  return {
    warnings,
    step({ figures, applied }, { marginStrength }, { step }) {
      if (!applied || step <= warmupSteps) return;
      steps++;
      means = {
        loss: meanLoss(figures.loss),
        top1: meanTop1(figures.top1),
        angleDeg: meanAngle(figures.meanTargetAngleDeg),
        strength: meanStrength(marginStrength),
      };
    },
    judge(meanCosine, { step }) {
      const said = (kind: CollapseWarning['kind']) => warnings.some(warning => warning.kind === kind);
      const found: CollapseWarning[] = [];
      if (meanCosine !== undefined && meanCosine > collapsedCosine && steps >= leastSteps && !said('embeddings'))
        found.push({ kind: 'embeddings', step, meanCosine });
      const guess = steps >= window && !said('guessing') ? guessing(step) : undefined;
      if (guess !== undefined) found.push(guess);
      warnings.push(...found);
      return found;
    },
  };
}
