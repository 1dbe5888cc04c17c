import { UsageError } from '@arcface-ts/core';

/** Checks that a number of steps is whole and at least `least`. */
export function checkSteps(name: string, steps: number, least: number, place: string): void {
  if (Number.isInteger(steps) && steps >= least) return;
  throw UsageError.because({
    expected: `${name} to be a whole number of ${least} or more`,
    received: String(steps),
    place,
  });
}
