import type { Schedule } from './schedule.js';

/** The same value at every step. */
export function constant(value: number): Schedule {
  return () => value;
}
