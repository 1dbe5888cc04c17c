import { UsageError } from '@arcface-ts/core';
import { z } from 'zod';

/** Where a loss scale stands: plain JSON, kept in the checkpoint. */
export const lossScaleStateSchema = z.strictObject({
  scale: z.number().positive(),
  /** Steps taken since the scale last changed. */
  stepsTaken: z.int().nonnegative(),
});
export type LossScaleState = z.infer<typeof lossScaleStateSchema>;

/** Whether a step was not taken because of gradients that may come back into float16 with a smaller scale: its loss is finite. */
export function mayBeOverflow(
  { loss, gradientNorm }: { readonly loss: number; readonly gradientNorm: number },
  lossScale = 1,
): boolean {
  return Number.isFinite(loss) && !Number.isFinite(gradientNorm) && lossScale > 1;
}

export interface LossScaleOptions {
  readonly initial?: number;
  /** The scale doubles after this many steps in a row whose gradients were finite. */
  readonly growthInterval?: number;
}

export interface LossScale {
  init(): LossScaleState;
  /** @param taken whether the gradients of the step were finite, so that its update was taken */
  update(state: LossScaleState, taken: boolean): LossScaleState;
}

/**
 * Dynamic loss scaling, https://arxiv.org/abs/1710.03740 section 3.2: the loss is multiplied by a scale and the gradients divided by
 * it, so that small ones do not vanish in float16, whose smallest number is 6e-8. A step whose gradients overflow, beyond
 * 65,504, is not taken and halves the scale; many good steps in a row double it. It does not fall below 1. Scales are
 * powers of two, which change no digit of a float32. The defaults are those of PyTorch's GradScaler. A pure state machine.
 */
export function dynamicLossScale({ initial = 2 ** 16, growthInterval = 2000 }: LossScaleOptions = {}): LossScale {
  if (
    !(initial >= 1) ||
    !Number.isInteger(Math.log2(initial)) ||
    !Number.isInteger(growthInterval) ||
    growthInterval < 1
  ) {
    throw UsageError.because({
      expected: 'an initial scale that is a power of two, and a growthInterval of 1 or more',
      received: `initial ${initial}, growthInterval ${growthInterval}`,
      place: 'dynamicLossScale',
    });
  }
  return {
    init: () => ({ scale: initial, stepsTaken: 0 }),

    update({ scale, stepsTaken }, taken) {
      if (!taken) return { scale: Math.max(1, scale / 2), stepsTaken: 0 };
      if (stepsTaken + 1 < growthInterval) return { scale, stepsTaken: stepsTaken + 1 };
      return { scale: scale * 2, stepsTaken: 0 };
    },
  };
}
