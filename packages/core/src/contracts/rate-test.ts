import { z } from 'zod';
import { weightsOriginSchema } from './weights-origin.js';

/** `runs/<name>/lr-find.json`: how the loss went while the learning rate rose from step to step. */
export const rateTestSchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  identities: z.int().positive(),
  model: z.string(),
  optimizer: z.string(),
  batchSize: z.int().positive(),
  seed: z.int().nonnegative(),
  /** Left out where it began with random weights. */
  init: weightsOriginSchema.optional(),
  /** Of all steps: a share, radians or a cosine, as the margin says. */
  marginStrength: z.number(),
  /** As they were asked for; `points` are those that there was a need for. */
  from: z.number().positive(),
  to: z.number().positive(),
  steps: z.int().positive(),
  stoppedBy: z.enum(['last-rate', 'risen-loss', 'not-finite']),
  /** Means over the last steps, of the loss and, by the same weights, of the rate's logarithm. */
  points: z.array(z.object({ rate: z.number(), loss: z.number(), smoothedRate: z.number(), smoothedLoss: z.number() })),
  /** By rule; null where the loss did not fall. */
  suggestions: z.object({ steepest: z.number().nullable(), leastTenth: z.number().nullable() }),
  /** Paths, relative to the run's folder. */
  pictures: z.array(z.string()),
});
export type RateTest = z.infer<typeof rateTestSchema>;
