import { NumericError, UsageError } from '@arcface-ts/core';
import { z } from 'zod';

/** What an early stop remembers: plain JSON, kept in the checkpoint. */
export const earlyStopStateSchema = z.strictObject({
  /** Best value so far; null before the first. */
  best: z.number().nullable(),
  /** Values since the best one. */
  sinceBest: z.int().nonnegative(),
});
export type EarlyStopState = z.infer<typeof earlyStopStateSchema>;

export interface EarlyStopOptions {
  /** Stop when this many values in a row are no improvement. */
  readonly patience: number;
  /** A value must beat the best by more than this. */
  readonly minDelta?: number;
  /** max: higher is better, as accuracy; min: lower is better, as loss. */
  readonly mode: 'max' | 'min';
}

export interface EarlyStop {
  init(): EarlyStopState;
  /** Whether it has waited for long enough. */
  isOver(state: EarlyStopState): boolean;
  /** Takes in the next value; the state passed in is not changed. Throws a NumericError when the value is not finite. */
  update(state: EarlyStopState, value: number): { state: EarlyStopState; improved: boolean; stop: boolean };
}

/** Says when a watched value has stopped getting better. A pure state machine. */
export function earlyStop({ patience, minDelta = 0, mode }: EarlyStopOptions): EarlyStop {
  if (!Number.isInteger(patience) || patience < 1 || !(minDelta >= 0)) {
    throw UsageError.because({
      expected: 'a patience of 1 or more and a minDelta of 0 or more',
      received: `patience ${patience}, minDelta ${minDelta}`,
      place: 'earlyStop',
    });
  }
  const isOver = ({ sinceBest }: EarlyStopState): boolean => sinceBest >= patience;
  return {
    init: () => ({ best: null, sinceBest: 0 }),
    isOver,

    update({ best, sinceBest }, value) {
      if (!Number.isFinite(value)) {
        throw NumericError.because({
          expected: 'a finite value to watch',
          received: String(value),
          place: 'earlyStop',
        });
      }
      const improved = best === null || (mode === 'max' ? value - best : best - value) > minDelta;
      const state = improved ? { best: value, sinceBest: 0 } : { best, sinceBest: sinceBest + 1 };
      return { state, improved, stop: isOver(state) };
    },
  };
}
