import { z } from 'zod';

/** A line of `runs/<name>/eval/<set>/pairs.jsonl`: a pair in the order of its list, and how far apart its images lie. */
export const judgedPairSchema = z.object({
  fold: z.int(),
  same: z.boolean(),
  /** Of the normalized embeddings; rounding may carry it a hair above 4. */
  squaredDistance: z.number().min(0),
  /** The images, as the list calls them. */
  first: z.string(),
  second: z.string(),
});
export type JudgedPair = z.infer<typeof judgedPairSchema>;
