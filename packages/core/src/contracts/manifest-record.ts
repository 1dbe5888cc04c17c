import { z } from 'zod';

const point = z.tuple([z.number(), z.number()]);

/** A line of `.cache/data/<set>/manifest.jsonl`. */
export const manifestRecordSchema = z.strictObject({
  /** Relative to the summary's `root`, with forward slashes. */
  path: z.string(),
  identity: z.string(),
  /** Width and height of the upright photo in pixels; null when it could not be read. */
  sizePx: z.tuple([z.int(), z.int()]).nullable(),
  /** Centres of the eyes, tip of the nose, corners of the mouth, in pixels of the upright photo; null when no face was found. */
  landmarks: z.tuple([point, point, point, point, point]).nullable(),
  /** Who said where the face is: the set's own annotation, the detector, or nobody, so that it is where faces of that set usually are. */
  alignedBy: z.enum(['annotation', 'detector', 'fixed']),
  /** Where the crop's bytes are; null when there is none. */
  crop: z.strictObject({ shard: z.string(), position: z.int(), length: z.int() }).nullable(),
  /** Why the photo could not be read. */
  problem: z.string().optional(),
});
export type ManifestRecord = z.infer<typeof manifestRecordSchema>;
