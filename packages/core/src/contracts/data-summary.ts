import { z } from 'zod';
import { sha256 } from './fields.js';

/** `.cache/data/<set>/summary.json`: what preparing a set found. */
export const dataSummarySchema = z.object({
  schema: z.literal(1),
  /** Folder name of the set: celeba, lfw, … */
  set: z.string(),
  /** What the photos are: the set's name, or `procedural` for drawn faces in the set's layout. */
  dataset: z.string(),
  /** Absolute path of the folder that the manifest's paths start from. */
  root: z.string(),
  photos: z.int().nonnegative(),
  /** Photos cropped by their landmarks, photos in which no face was found, and photos that could not be read. */
  aligned: z.int().nonnegative(),
  missed: z.int().nonnegative(),
  unreadable: z.int().nonnegative(),
  identities: z.int().nonnegative(),
  /** Rows of the annotation for which no photo is there. */
  rowsWithoutPhoto: z.int().nonnegative(),
  /** What the crops look like, and the folder of their shards, relative to the set's own folder in the cache. */
  crop: z.object({
    name: z.string(),
    version: z.int(),
    imageSizePx: z.int().positive(),
    marginPx: z.int().nonnegative(),
    /** Faces are turned to the front. */
    frontal: z.literal(true).optional(),
    encoding: z.enum(['raw', 'jpeg']),
    folder: z.string(),
  }),
  /** What found the faces of photos that came without landmarks. */
  detector: z.string(),
  /** SHA-256 of the manifest. */
  manifestSha256: sha256,
  shards: z.int().nonnegative(),
  /** Of the shards. */
  bytes: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  /** Changes whenever a photo's path, size, date or identity does. */
  fingerprint: sha256,
});
export type DataSummary = z.infer<typeof dataSummarySchema>;
