import * as tf from '@tensorflow/tfjs-core';
import type { BatchGradients } from './batch-gradients.js';
import { withoutPrefix, withPrefix } from './prefixed.js';
import type { StepParts } from './train-step.js';
import { runningSpecsOf, trainedSpecs } from './training-state.js';

/** Sums of what the parts of a batch ask for, under one record. */
export type PartSums = Record<string, tf.Tensor>;

/*
 * A batch in parts: the gradient of the mean loss is the mean of the parts' gradients. What runs along is the mean of where each part would
 * lead, so that a batch moves it once; the norms of a part go by that part's own moments, as those of distributed training do.
 */

/** Sums of nothing, for what holds them from part to part: zeros. */
export function emptySums(parts: StepParts): PartSums {
  const zeros = (specs: readonly { name: string; shape: readonly number[] }[]) =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, tf.zeros([...shape])]));
  const figures = ['loss', 'top1', 'meanTargetAngleDeg', 'meanNearestOtherAngleDeg'];
  return flattened({
    gradients: zeros(trainedSpecs(parts)),
    running: zeros(runningSpecsOf(parts)),
    figures: zeros(figures.map(name => ({ name, shape: [] }))) as unknown as BatchGradients['figures'],
  });
}

/**
 * The sums with one more part. New tensors.
 * @param sums undefined: there are none yet
 * @param options.weight 1 / number of parts
 * @param options.begun bool scalar: false where the sums are of an earlier batch, and forgotten
 */
export function withPart(
  sums: PartSums | undefined,
  part: BatchGradients,
  { weight, begun }: { readonly weight: number; readonly begun?: tf.Tensor },
): PartSums {
  return Object.fromEntries(
    Object.entries(flattened(part)).map(([name, value]) => {
      const share = tf.mul(value, weight);
      const before = sums?.[name];
      if (before === undefined) return [name, share];
      // What is forgotten may be NaN: times 0 would keep it.
      return [name, tf.add(begun === undefined ? before : tf.where(begun, before, tf.zerosLike(before)), share)];
    }),
  );
}

/** What a batch asks for whose parts are computed one after the other. New tensors; those between are freed. */
export function inParts(partsOf: readonly (() => BatchGradients)[]): BatchGradients {
  const [only, ...others] = partsOf;
  if (only !== undefined && others.length === 0) return only();
  let sums: PartSums | undefined;
  for (const part of partsOf) {
    const before = sums;
    sums = tf.tidy(() => withPart(before, part(), { weight: 1 / partsOf.length }));
    if (before !== undefined) tf.dispose(before);
  }
  return wholeBatch(sums as PartSums);
}

/** What the whole batch asks for, once every part is in the sums. */
export function wholeBatch(sums: PartSums): BatchGradients {
  return {
    gradients: withoutPrefix('gradients/', sums),
    running: withoutPrefix('running/', sums),
    figures: withoutPrefix('figures/', sums) as unknown as BatchGradients['figures'],
  };
}

function flattened({ gradients, running, figures }: BatchGradients): PartSums {
  return {
    ...withPrefix('gradients/', gradients),
    ...withPrefix('running/', running),
    ...withPrefix('figures/', { ...figures }),
  };
}
