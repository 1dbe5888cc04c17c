import { RandomStream } from '@arcface-ts/core';
import {
  type CropSpecification,
  createLoader,
  cropOf,
  DecodePool,
  type Loader,
  makeVerificationSet,
  readManifest,
  selectIdentities,
  splitIdentities,
  type VerificationSet,
} from '@arcface-ts/data';
import type { TrainingConfig } from './config.js';

/** The photos of a run: a source to train on, and people it never sees to validate with. */
export interface FaceData {
  /** The set's name, or `procedural`. */
  readonly dataset: string;
  readonly fingerprint: string;
  readonly crop: CropSpecification;
  /** Identity of each class. */
  readonly identities: readonly string[];
  readonly trainingPhotos: number;
  readonly training: Loader;
  readonly validation: Loader;
  readonly validationSet: VerificationSet;
  /** What was left out, in words. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens what `data:faces` prepared. The held-out people are the same for every seed of a run, so that runs compare; all
 * loaders share one pool of threads.
 */
export async function openFaceData(
  cacheFolder: string,
  config: TrainingConfig,
  options: { threads?: number | undefined } = {},
): Promise<FaceData> {
  const { summary, photos } = await readManifest(cacheFolder, 'celeba');
  const crop = cropOf('celeba');
  const minPhotos = config.minPhotosPerIdentity;
  const eligible = selectIdentities(photos, { minPhotos });
  const split = splitIdentities(
    eligible.photos.map(({ path, identity }) => ({ path, identity })),
    { stream: RandomStream.fromSeed('validation'), holdOut: { fraction: config.validation.holdOut } },
  );
  const selection = selectIdentities(split.training, { minPhotos });
  const validationSet = makeVerificationSet(split.validation, {
    stream: RandomStream.fromSeed('validation-pairs'),
    pairs: config.validation.pairs,
  });
  const pool = new DecodePool(options.threads === undefined ? {} : { threads: options.threads });
  const shared = { root: summary.root, crop, pool, seed: config.seed, batchSize: config.batchSize };
  const training = createLoader({
    ...shared,
    photos: selection.photos,
    augmentation: config.augmentation,
    maxCorruptFraction: config.maxCorruptFraction,
  });
  const validation = createLoader({
    ...shared,
    photos: validationSet.photos.map(({ path }) => ({ path, label: 0 })),
    order: 'sequential',
    lastBatch: 'keep',
  });
  return {
    dataset: summary.dataset,
    fingerprint: summary.fingerprint,
    crop,
    identities: selection.identities,
    trainingPhotos: selection.photos.length,
    training,
    validation,
    validationSet,
    notes: [
      `${selection.photos.length} photos of ${selection.identities.length} identities to train on`,
      `${validationSet.photos.length} photos of ${validationSet.identities.length} other identities to validate with, in ${validationSet.pairs.length} pairs`,
      `${eligible.leftOut.photos} photos of ${eligible.leftOut.identities} identities left out: fewer than ${minPhotos} photos each`,
    ],
    close: async () => {
      await Promise.all([training.close(), validation.close()]);
      await pool.close();
    },
  };
}
