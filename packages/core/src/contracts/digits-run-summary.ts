import { z } from 'zod';
import { fraction } from './fields.js';
import { runSummarySchema } from './run-summary.js';

/** `runs/mnist.…/summary.json`: how a training on digits ended, and what the best weights make of the test's digits. */
export const digitsRunSummarySchema = runSummarySchema.extend({
  /** Share of the test's digits that are nearest to the centre of their own class, without a margin. */
  testAccuracy: fraction,
  testImages: z.int().positive(),
  /** Mean angle between a digit's embedding and the mean direction of its class. */
  withinClassAngleDeg: z.number().min(0).max(180),
  /** Smallest angle between the mean directions of two classes. */
  minBetweenCentreAngleDeg: z.number().min(0).max(180),
  /** Paths of pictures, relative to the run's folder. */
  pictures: z.array(z.string()),
});
export type DigitsRunSummary = z.infer<typeof digitsRunSummarySchema>;
