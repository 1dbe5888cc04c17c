import { expect, it } from 'vitest';
import { z } from 'zod';
import { durationSchema, stepsOf } from './duration.js';

const length = { stepsPerEpoch: 30, totalSteps: 300 };

it.each([
  [{ steps: 12 }, 12],
  [{ epochs: 2 }, 60],
  [{ epochs: 0.05 }, 2], // 1.5 steps
  [{ percent: 5 }, 15],
])('%j is a number of steps', (duration, steps) => {
  expect(stepsOf(durationSchema.parse(duration), length)).toBe(steps);
});

it.each([{}, { steps: 1, epochs: 1 }, { step: 1 }, 5])('%j is refused, with the choices there are', value => {
  const parsed = durationSchema.safeParse(value);
  expect(parsed.error && z.prettifyError(parsed.error)).toContain(
    'Expected exactly one of { steps: whole number }, { epochs: number } and { percent: 0 to 100 } ' +
      `but received ${JSON.stringify(value)}.`,
  );
});

it('names the field of a number that is out of range', () => {
  const { error } = durationSchema.safeParse({ percent: 101 });
  expect(error && z.prettifyError(error)).toBe('✖ Too big: expected number to be <=100\n  → at percent');
});
