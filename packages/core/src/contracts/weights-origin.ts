import { z } from 'zod';
import { sha256 } from './fields.js';

/** Where a training that did not begin with random weights had its first ones from. */
export const weightsOriginSchema = z.object({
  /** Folder of the checkpoint, as it was named. */
  path: z.string(),
  /** Of its weights file. */
  weightsSha256: sha256,
  /** Whether the class head was taken over too, since the classes are the same, or is a new one. */
  head: z.enum(['taken', 'new']),
});
export type WeightsOrigin = z.infer<typeof weightsOriginSchema>;
