import { z } from 'zod';
import { fraction } from './fields.js';

const squaredDistance = z.number().min(0).max(4);
const cosine = z.number().min(-1).max(1);

const operatingPointSchema = z.object({
  /** Two images show one person when the squared distance of their normalized embeddings is below this. */
  squaredDistance,
  squaredDistanceCi95: z.tuple([squaredDistance, squaredDistance]),
  /** The same threshold for cosines: one person above it. */
  cosine,
  cosineCi95: z.tuple([cosine, cosine]),
  /** What the threshold gives on the very pairs that it was chosen on. */
  far: fraction,
  tar: fraction,
  accuracy: fraction,
});

/** Which threshold to use with a checkpoint: chosen on all pairs of a set at once, with 95 % intervals over its people. */
export const thresholdCardSchema = z.object({
  schema: z.literal(1),
  /** What the thresholds were chosen on; `procedural` for drawn faces. */
  dataset: z.string(),
  pairs: z.object({ same: z.int().positive(), different: z.int().positive() }),
  identities: z.int().positive(),
  bestAccuracy: operatingPointSchema,
  /** By FAR ("1e-2"); a FAR that rests on fewer than three impostor pairs is left out. */
  atFar: z.record(
    z.string(),
    operatingPointSchema.extend({
      /** False accepts that the FAR allows among all impostor pairs. */
      impostorPairs: z.int().min(3),
    }),
  ),
});
export type ThresholdCard = z.infer<typeof thresholdCardSchema>;
