import { z } from 'zod';
import { fraction } from './fields.js';
import { weightsOriginSchema } from './weights-origin.js';

/** A sign that a training learns nothing, and the step at which it was first seen. */
export const collapseWarningSchema = z.discriminatedUnion('kind', [
  /** All photos are embedded alike: the mean cosine of two of the validation is near 1. */
  z.object({ kind: z.literal('embeddings'), step: z.int(), meanCosine: z.number() }),
  /** The mean loss is that of equal angles to all classes, or above, and no more photos are nearest to their own than by chance. */
  z.object({ kind: z.literal('guessing'), step: z.int(), loss: z.number(), guessingLoss: z.number(), top1: fraction }),
]);
export type CollapseWarning = z.infer<typeof collapseWarningSchema>;

/** `runs/<name>/summary.json`: how a training ended. */
export const runSummarySchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  identities: z.int(),
  images: z.int(),
  model: z.string(),
  parameters: z.int(),
  epochs: z.number(),
  steps: z.int(),
  imagesPerSecond: z.number(),
  dataWaitPercent: z.number(),
  peakRssMiB: z.number(),
  bestEpoch: z.int().nullable(),
  finalLoss: z.number(),
  stoppedBy: z.enum(['epochs', 'early-stop', 'interrupt']),
  /** Steps that were left out since loss, gradient or weights were not finite; left out where there were none. */
  skippedSteps: z.int().positive().optional(),
  /** How late the main thread came to signals and the decoders' answers, 99 of 100 times, since the last start. */
  eventLoopDelayP99Ms: z.number().optional(),
  /** Left out where it began with random weights. */
  init: weightsOriginSchema.optional(),
  /** Seen since the last start; left out where there was none. */
  collapse: z.array(collapseWarningSchema).optional(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
