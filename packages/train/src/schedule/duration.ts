import { z } from 'zod';

/** A length of training time in a config: exactly one of `{ steps }`, `{ epochs }` and `{ percent }` of the whole. */
export const durationSchema = z.union(
  [
    z.strictObject({ steps: z.int().nonnegative() }),
    z.strictObject({ epochs: z.number().nonnegative() }),
    z.strictObject({ percent: z.number().min(0).max(100) }),
  ],
  {
    error: ({ input }) =>
      'Expected exactly one of { steps: whole number }, { epochs: number } and { percent: 0 to 100 } ' +
      `but received ${JSON.stringify(input) ?? 'nothing'}.`,
  },
);
export type Duration = z.infer<typeof durationSchema>;

export interface TrainingLength {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** A duration in steps, rounded to a whole number. */
export function stepsOf(duration: Duration, { stepsPerEpoch, totalSteps }: TrainingLength): number {
  if ('steps' in duration) return duration.steps;
  if ('epochs' in duration) return Math.round(duration.epochs * stepsPerEpoch);
  return Math.round((duration.percent / 100) * totalSteps);
}
