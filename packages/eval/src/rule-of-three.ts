/** A rate is given only where it rests on so many errors: with fewer, one error more or less would move the threshold by more than a third. */
export const fewestErrors = 3;

/**
 * Errors that a rate allows among so many trials, in whole numbers; undefined where they are fewer than three, so that the
 * trials cannot tell. https://en.wikipedia.org/wiki/Rule_of_three_(statistics)
 *
 * @param rate in (0, 1)
 */
export function errorsAllowed(rate: number, trials: number): number | undefined {
  // 0.29 × 100 is 28.999999999999996: the product's rounding shall not take an error away.
  const allowed = Math.floor(rate * trials * (1 + 2 * Number.EPSILON));
  return allowed < fewestErrors ? undefined : allowed;
}
