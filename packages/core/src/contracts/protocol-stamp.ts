import { z } from 'zod';
import { sha256 } from './fields.js';

/** What training and test have in common, with up to ten examples; or why that is not known. */
const overlapSchema = z.discriminatedUnion('known', [
  z.object({
    known: z.literal(true),
    /** Of the test, and how many the test has in all. */
    common: z.int().nonnegative(),
    of: z.int().nonnegative(),
    examples: z.array(z.string()),
    /** What makes two of them one, in words. */
    by: z.string(),
  }),
  z.object({ known: z.literal(false), why: z.string() }),
]);

/** What was measured, and how: two results are compared only where these agree. */
export const protocolStampSchema = z.object({
  /** Name of the set: of its folder, or of its list of pairs. */
  set: z.string(),
  /** File name and SHA-256 of the list; of a set in one file those of its content. */
  pairs: z.object({ list: z.string(), sha256, same: z.int(), different: z.int() }),
  folds: z.object({
    count: z.int(),
    /** Who made them. */
    from: z.string(),
    /** People with pairs in more than one fold: their threshold is chosen on themselves too. */
    peopleInSeveral: z.int().nonnegative(),
  }),
  /** Whether an embedding is e(image) + e(mirror image). */
  flip: z.enum(['added', 'not known']),
  /** How a face came to its place; null where embeddings came from a file. */
  crop: z
    .object({ name: z.string(), version: z.int(), alignment: z.string(), detector: z.string().nullable() })
    .nullable(),
  /** Of the set; null where embeddings came from a file. */
  photos: z
    .object({
      read: z.int(),
      unreadable: z.int(),
      /** In which no face was found, and how they count; null where photos came aligned, so that nobody looked. */
      withoutFace: z.int().nullable(),
      withoutFaceCountedAs: z.string().nullable(),
    })
    .nullable(),
  /** SHA-256 of the weights, or of the file of embeddings. */
  checkpointSha256: sha256,
  /** Of people by name and of photos by perceptual hash. */
  overlap: z.object({ people: overlapSchema, photos: overlapSchema }),
});
export type ProtocolStamp = z.infer<typeof protocolStampSchema>;
