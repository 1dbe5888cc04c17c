import { type DataSummary, RandomStream } from '@arcface-ts/core';
import {
  createLoader,
  DecodePool,
  type LabelledPhoto,
  type Loader,
  makeVerificationSet,
  selectIdentities,
  splitIdentities,
  type VerificationSet,
} from '@arcface-ts/data';
import type { TrainingConfig } from '../config.js';
import { readTrainingPhotos } from './training-photos.js';
import { openWatchedLfw, type WatchedSet } from './watched-set.js';

/** The photos of a run: a source to train on, and people it never sees to validate with. */
export interface FaceData {
  /** Names of the sets with + between, or `procedural`. */
  readonly dataset: string;
  readonly fingerprint: string;
  readonly crop: DataSummary['crop'];
  /** Identity of each class. */
  readonly identities: readonly string[];
  readonly trainingPhotos: number;
  readonly training: Loader;
  readonly validation: Loader;
  readonly validationSet: VerificationSet;
  /** A test set to look at as well, if one was asked for. */
  readonly watched: WatchedSet | undefined;
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
  options: { threads?: number | undefined; watch?: 'lfw' | undefined } = {},
): Promise<FaceData> {
  const { dataset, fingerprint, crop, photos, placeOf, missed } = await readTrainingPhotos(cacheFolder, config);
  const labelled = (path: string, label: number): LabelledPhoto => ({ path, label, ...placeOf(path) });
  const minPhotos = config.minPhotosPerIdentity;
  const eligible = selectIdentities(photos, { minPhotos });
  // Somebody of whom there is one photo can be trained, and makes no pair to validate with.
  const { validation: heldOut } = splitIdentities(
    selectIdentities(photos, { minPhotos: Math.max(2, minPhotos) }).photos,
    {
      stream: RandomStream.fromSeed('validation'),
      holdOut: { fraction: config.validation.holdOut },
    },
  );
  const unseen = new Set(heldOut.map(({ identity }) => identity));
  const trained = eligible.photos.filter(({ identity }) => !unseen.has(identity));
  const selection = selectIdentities(trained, { minPhotos });
  const validationSet = makeVerificationSet(heldOut, {
    stream: RandomStream.fromSeed('validation-pairs'),
    pairs: config.validation.pairs,
    folds: foldsFor(heldOut),
  });
  const pool = new DecodePool(options.threads === undefined ? {} : { threads: options.threads });
  const { imageSizePx } = crop;
  const shared = { imageSizePx, pool, seed: config.seed, batchSize: config.batchSize };
  const training = createLoader({
    ...shared,
    photos: selection.photos.map(({ path, label }) => labelled(path, label)),
    order: config.sampler,
    augmentation: config.augmentation,
    maxCorruptFraction: config.maxCorruptFraction,
  });
  const validation = createLoader({
    ...shared,
    photos: validationSet.photos.map(({ path }) => labelled(path, 0)),
    order: 'sequential',
    lastBatch: 'keep',
  });
  const watched =
    options.watch &&
    (await openWatchedLfw(cacheFolder, crop, shared).catch(async error => {
      await pool.close();
      throw error;
    }));
  return {
    dataset,
    fingerprint,
    crop,
    identities: selection.identities,
    trainingPhotos: selection.photos.length,
    training,
    validation,
    validationSet,
    watched,
    notes: [
      `${selection.photos.length} photos of ${selection.identities.length} identities to train on`,
      `${validationSet.photos.length} photos of ${validationSet.identities.length} other identities to validate with, in ${validationSet.pairs.length} pairs`,
      ...(missed > 0
        ? [`${missed} photos in which no face was found are cropped where faces of the set usually are`]
        : []),
      ...(watched
        ? [
            `${watched.name} is looked at after each validation (${watched.validationSet.pairs.length} pairs, without mirror images), and nothing is chosen by it`,
          ]
        : []),
      `${eligible.leftOut.photos} photos of ${eligible.leftOut.identities} identities left out: fewer than ${minPhotos} photos each`,
    ],
    close: async () => {
      await Promise.all([training, validation, watched?.validation].map(loader => loader?.close()));
      await pool.close();
    },
  };
}

/** Ten, as LFW has, or fewer where there are fewer than twenty people: a fold needs two. */
function foldsFor(heldOut: readonly { readonly identity: string }[]): number {
  const people = new Set(heldOut.map(({ identity }) => identity)).size;
  return Math.min(10, Math.max(2, Math.floor(people / 2)));
}
