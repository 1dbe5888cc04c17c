import type { RateTest } from '@arcface-ts/core';

/** What the rules are called where people read. */
export const suggestionNames: Readonly<Record<keyof RateTest['suggestions'], string>> = {
  steepest: 'steepest descent',
  leastTenth: 'least loss / 10',
};

/** Two digits: more are not known. */
export function rateInWords(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}
