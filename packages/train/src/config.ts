import { explain } from '@arcface-ts/core';
import { samplerSchema } from '@arcface-ts/data';
import { marginSchema } from '@arcface-ts/losses';
import { z } from 'zod';
import { durationSchema } from './schedule/duration.js';

const fraction = z.number().min(0).max(1);

const optimizerSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('sgd'),
    momentum: z.number().min(0).lt(1).default(0.9),
    nesterov: z.boolean().default(false),
    weightDecay: z.number().min(0).default(5e-4),
  }),
  z.strictObject({
    name: z.literal('adam'),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().default(1e-8),
    weightDecay: z.number().min(0).default(0),
    /** true: AdamW. */
    decoupled: z.boolean().default(true),
  }),
]);

const learningRateSchema = z.discriminatedUnion('schedule', [
  z.strictObject({ schedule: z.literal('constant'), base: z.number().positive() }),
  z.strictObject({
    schedule: z.literal('cosine'),
    base: z.number().positive(),
    final: z.number().min(0).default(0),
    warmup: durationSchema.default({ steps: 0 }),
  }),
  z.strictObject({
    schedule: z.literal('multi-step'),
    base: z.number().positive(),
    milestones: z.array(durationSchema),
    factor: z.number().positive().lt(1).default(0.1),
  }),
]);

const keys = z.strictObject({
  model: z.strictObject({
    name: z.string().default('mobilefacenet'),
    embeddingSize: z.int().positive().default(128),
    /**
     * Nets of this kind that are trained side by side, each by a loss of its own, and answer together: an embedding is theirs one after the
     * other, members × embeddingSize numbers. More is slower by that factor, and more accurate.
     */
    members: z.int().min(1).default(1),
    /**
     * Squares of a photo of photoSizePx, each for nets of its own (as many as `members` says), which see it at the square's imageSizePx, or at the
     * model's where that is null: parts of a face err differently. null: the net sees the whole photo.
     */
    views: z
      .strictObject({
        photoSizePx: z.int().positive(),
        squares: z
          .array(
            z.strictObject({
              leftPx: z.int(),
              topPx: z.int(),
              sidePx: z.int(),
              imageSizePx: z.int().positive().nullable().default(null),
            }),
          )
          .min(1),
      })
      .nullable()
      .default(null),
    /** Side of what the net sees; null is the model's own. It is that of the crop, unless there are views. */
    imageSizePx: z.int().positive().nullable().default(null),
    /** What the net looks at; null is the model's own. Photos are fed as RGB either way. */
    colour: z.enum(['rgb', 'grey']).nullable().default(null),
    /** Squeeze and excitation, for resnet_face18. */
    useSe: z.boolean().default(false),
    /** Channels of an IResNet as a share of the paper's, a multiple of 1/8: at half of it, a quarter of the work. */
    width: z.number().positive().default(1),
  }),
  margin: marginSchema,
  /** The margin grows from 0 to its full strength over this time: a small net stalls when it meets all of it at once. Not for sphereface. */
  marginRamp: durationSchema.default({ steps: 0 }),
  labelSmoothing: fraction.lt(1).default(0),
  /** γ of the focal loss; 0 is plain cross entropy. It takes no label smoothing. */
  focalFocus: z.number().min(0).default(0),
  /**
   * From the start and for this time the backbone stays as it is, norms included, and the head alone trains: a head that is new beside
   * weights of another run (`--init`) would blur them until it knows its classes.
   */
  frozenBackbone: durationSchema.default({ steps: 0 }),
  /**
   * The weights that are judged, kept as the best and used afterwards are an exponential mean of those trained, over about this time: it
   * is less noisy than each of them. 0: they are the weights themselves.
   */
  weightAverage: durationSchema.default({ steps: 0 }),
  optimizer: optimizerSchema,
  learningRate: learningRateSchema,
  /** Largest length of all gradients together; null leaves them as they are. */
  clipNorm: z.number().positive().nullable().default(5),
  /**
   * What the compiled step computes convolutions and products with; weights, norms and losses stay float32. bfloat16 is for a
   * CPU, and slower than float32 without AVX-512; float16 is for a GPU, and scales the loss so that small gradients do not vanish.
   */
  precision: z.enum(['float32', 'bfloat16', 'float16']).default('float32'),
  /** Folders of the sets that faces are trained on; what two sets call by one name are two people. Nothing for digits. */
  sets: z
    .array(z.string())
    .min(1)
    .refine(sets => new Set(sets).size === sets.length, 'Expected each set once.')
    .default(['celeba']),
  epochs: z.int().positive(),
  batchSize: z.int().positive(),
  /**
   * Computes the gradient of a batch in so many parts, one after the other: a batch that is too large for memory, at the price of norms that go by
   * the parts. It divides batchSize.
   */
  accumulate: z.int().positive().default(1),
  /** Each epoch ends after this many batches of its order; null trains on all photos. */
  maxStepsPerEpoch: z.int().positive().nullable().default(null),
  /** Identities with fewer photos are left out. */
  minPhotosPerIdentity: z.int().min(1).default(2),
  /** What the crops look like, as `data:faces --crop` made them. */
  crop: z.string().default('aligned-112'),
  /** What stands in the batches: each photo once, classes by weight, or groups of one identity's photos. */
  sampler: samplerSchema.default({ name: 'shuffled' }),
  augmentation: z.strictObject({
    /** Probability of mirroring. */
    mirror: fraction.default(0.5),
    /** Largest shift and change of scale, as fractions of the crop's side. */
    shift: fraction.default(0),
    scale: fraction.lt(1).default(0),
    /** Largest change of brightness and contrast, as fractions. */
    brightness: fraction.default(0),
    contrast: fraction.default(0),
    /** Largest turn in degrees. */
    rotation: z.number().min(0).max(180).default(0),
    /** Largest change of the strength of red, green and blue, each by itself, as a fraction: light of another colour. */
    tint: fraction.lt(1).default(0),
    /** Probabilities of losing colour, of JPEG compression, of losing resolution, and of a square that is blotted out. */
    grey: fraction.default(0),
    jpeg: fraction.default(0),
    lowResolution: fraction.default(0),
    cutOut: fraction.default(0),
  }),
  /** Share of photos that may turn out unreadable before the run stops. */
  maxCorruptFraction: fraction.lt(1).default(0.01),
  validation: z.strictObject({
    /** Share of the identities that training does not see; of the digits on MNIST, whose classes are all trained. */
    holdOut: fraction.gt(0).lt(1).default(0.05),
    pairs: z.int().positive().default(2000),
    /** Time between two validations; there is one at the end of training, too. */
    every: durationSchema.default({ epochs: 1 }),
  }),
  /** Stop when the validation AUC (accuracy on MNIST) has not risen by `minDelta` for `patience` validations; null trains all epochs. */
  earlyStop: z
    .strictObject({ patience: z.int().positive(), minDelta: z.number().min(0).default(0) })
    .nullable()
    .default(null),
  /** Time between two checkpoints; one is written at each epoch's end too. */
  checkpointEvery: durationSchema.default({ epochs: 1 }),
  /** Steps between two rows of metrics.jsonl. */
  logEverySteps: z.int().positive().default(10),
  seed: z.int().nonnegative().default(1),
});

/**
 * A training run as plain data. Every default stands here and nowhere else; an unknown key is an error.
 * What does not change the trained weights (threads, device, where the data are) is an option of the command instead.
 */
export const trainingConfigSchema = keys
  .refine(config => config.focalFocus === 0 || config.labelSmoothing === 0, {
    path: ['labelSmoothing'],
    error: ({ input }) => {
      const { focalFocus, labelSmoothing } = input as z.output<typeof keys>;
      return explain({
        expected: 'labelSmoothing 0 beside a focalFocus above 0, since the focal loss takes no smoothing',
        received: `${labelSmoothing} beside ${focalFocus}`,
        place: 'config',
        next: 'Set one of them to 0.',
      });
    },
  })
  .refine(config => config.batchSize % config.accumulate === 0, {
    path: ['accumulate'],
    error: ({ input }) => {
      const { accumulate, batchSize } = input as z.output<typeof keys>;
      return explain({
        expected: `a divisor of batchSize ${batchSize}`,
        received: `${accumulate}`,
        place: 'config',
        next: 'Change accumulate or batchSize (--photos).',
      });
    },
  })
  .refine(config => config.margin.name !== 'sphereface' || Object.values(config.marginRamp)[0] === 0, {
    path: ['marginRamp'],
    error: ({ input }) =>
      explain({
        expected: "no marginRamp beside sphereface, whose λ is annealed by the margin's own options",
        received: JSON.stringify((input as z.output<typeof keys>).marginRamp),
        place: 'config',
        next: 'Leave marginRamp out, and set margin.annealing.',
      }),
  });
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
/** What a config file holds: what is left out takes the schema's default. */
export type TrainingConfigInput = z.input<typeof trainingConfigSchema>;
