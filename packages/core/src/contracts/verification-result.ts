import { z } from 'zod';
import { fraction, interval, sha256 } from './fields.js';
import { protocolStampSchema } from './protocol-stamp.js';

/** `runs/<name>/eval/<set>.json`: a verification result and how it was measured. */
export const verificationResultSchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  protocol: z.string(),
  /** The weights, or the file of embeddings where those came from elsewhere. */
  checkpoint: z.object({ path: z.string(), sha256 }),
  pairs: z.int(),
  images: z.int(),
  folds: z.int(),
  accuracy: z.object({ mean: fraction, std: z.number(), ci95: z.tuple([fraction, fraction]) }),
  /** Squared distance below which a pair counts as the same person, one for each fold. */
  thresholds: z.array(z.number()),
  /** By FAR ("1e-2"); a FAR that rests on fewer than three impostor pairs is left out. */
  tarAtFar: z.record(
    z.string(),
    z.object({
      tar: fraction,
      threshold: z.number(),
      ci95: interval.optional(),
      /** False accepts that the FAR allows among all impostor pairs. */
      impostorPairs: z.int().optional(),
    }),
  ),
  auc: fraction,
  aucCi95: interval.optional(),
  eer: fraction,
  eerCi95: interval.optional(),
  /** Best accuracy of any one threshold on the very pairs it is measured on: for comparison with the seed only. */
  seedStyleBestAccuracy: fraction,
  /** Mean length of the embeddings before they are normalized. */
  meanNorm: z.number(),
  /** Null where embeddings came from a file. */
  imagesPerSecond: z.number().nullable(),
  /** Results of older versions have none. */
  stamp: protocolStampSchema.optional(),
});
export type VerificationResult = z.infer<typeof verificationResultSchema>;
