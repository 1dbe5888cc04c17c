import type { VerificationResult } from '@arcface-ts/core';

/** Does not let a line end between a number and its unit. */
const tie = '\u00a0';

/** `80.10 %` for 0.801. */
export function percent(share: number): string {
  return `${points(share)}${tie}%`;
}

/** Percentage points: `1.43` for 0.0143. */
export function points(share: number): string {
  return (100 * share).toFixed(2);
}

/** `78.60 to 81.60 %`. */
export function range([low, high]: readonly [number, number]): string {
  return `${points(low)} to ${percent(high)}`;
}

/** `12,345`, in every locale. */
export function whole(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 pair`, `2,000 pairs`. */
export function counted(count: number, singular: string): string {
  return `${whole(count)} ${singular}${count === 1 ? '' : 's'}`;
}

/** Cosine of the angle whose unit vectors are this far apart: 1 − d/2. */
export function cosineOf(squaredDistance: number): number {
  return 1 - squaredDistance / 2;
}

/** One standard error of an accuracy, from its 95 % interval: of a normal distribution that is 2 · 1.96 of them wide. */
export function standardErrorOf({ accuracy }: VerificationResult): number {
  return (accuracy.ci95[1] - accuracy.ci95[0]) / (2 * 1.96);
}
