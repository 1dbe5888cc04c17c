/** A rate is given only where it rests on so many errors: with fewer, one error more or less would move the threshold by more than a third. */
export const fewestErrors = 3;

/**
 * Errors that a rate allows among so many trials, in whole numbers; undefined where they are fewer than three, so that the
 * trials cannot tell. https://en.wikipedia.org/wiki/Rule_of_three_(statistics)
 *
 * @param rate in (0, 1)
 */
export function errorsAllowed(rate: number, trials: number): number | undefined {
  const allowed = errorsWithin(rate, trials);
  return allowed < fewestErrors ? undefined : allowed;
}

/** The most errors among so many trials that are no larger a share than the rate. */
export function errorsWithin(rate: number, trials: number): number {
  // 0.29 × 100 is 28.999999999999996: the product's rounding shall not take an error away.
  return Math.floor(rate * trials * (1 + 2 * Number.EPSILON));
}
