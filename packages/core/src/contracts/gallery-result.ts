import { z } from 'zod';
import { fraction, sha256 } from './fields.js';
import { protocolStampSchema } from './protocol-stamp.js';

const rateOf = <Shape extends z.ZodRawShape>(shape: Shape) => z.record(z.string(), z.object(shape));

/** `runs/<name>/eval/<folder>-gallery.json`: identification in a folder of people, and verification over all pairs of its photos. */
export const galleryResultSchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  checkpoint: z.object({ path: z.string(), sha256 }),
  crop: protocolStampSchema.shape.crop.unwrap(),
  photos: protocolStampSchema.shape.photos.unwrap(),
  people: z.int().positive(),
  identification: z.object({
    /** People with one photo each in the gallery. */
    gallery: z.int().positive(),
    searches: z.object({ mated: z.int(), nonMated: z.int() }),
    rank1: fraction,
    rank5: fraction,
    /** At r − 1 the share of mated searches whose mate is among the r nearest. */
    cmc: z.array(fraction),
    /** By FPIR ("1e-1"); one that allows fewer than three non-mated searches is left out. */
    tpirAtFpir: rateOf({ tpir: fraction, fpir: fraction, cosine: z.number(), nonMatedSearches: z.int() }),
  }),
  allPairs: z.object({
    images: z.int(),
    pairs: z.object({ same: z.int(), different: z.int() }),
    auc: fraction,
    aucError: z.number(),
    eer: fraction,
    /** By FAR ("1e-3"); one that allows fewer than three impostor pairs is left out. */
    tarAtFar: rateOf({ tar: fraction, tarAtMost: fraction, far: fraction, cosine: z.number(), impostorPairs: z.int() }),
  }),
  imagesPerSecond: z.number(),
});
export type GalleryResult = z.infer<typeof galleryResultSchema>;
