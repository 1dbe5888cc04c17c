import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that is a whole number, 1 or more. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}
