import { z } from 'zod';
import { digitsRunSummarySchema } from './digits-run-summary.js';

/** `runs/mnist.compare/comparison.json`: two trainings on digits that differ in the margin alone. */
export const digitsComparisonSchema = z.object({
  schema: z.literal(1),
  softmax: digitsRunSummarySchema,
  arcface: digitsRunSummarySchema,
  /** Softmax's angle within classes over ArcFace's, and ArcFace's angle between them over softmax's: above 1 where the margin did its work. */
  withinClassAngleRatio: z.number().positive(),
  minBetweenCentreAngleRatio: z.number().positive(),
  /** Paths of pictures, relative to the folder. */
  pictures: z.array(z.string()),
});
export type DigitsComparison = z.infer<typeof digitsComparisonSchema>;
