import { DataError, ShapeError } from '@arcface-ts/core';
import type { CropFrame } from '../decoding/crop-frame.js';
import type { DecodePool } from '../decoding/decode-pool.js';
import type { ImagePlace } from '../decoding/decode-task.js';
import type { AugmentationOptions } from './augmentation.js';
import { checkSampler, type Sampler } from './samplers/sampler.js';

/** A photo, its class, and where its crop is. */
export interface LabelledPhoto {
  /** What it is called in batches and errors. */
  readonly path: string;
  readonly label: number;
  readonly image: ImagePlace;
  /** Where the crop lies in that image. */
  readonly frame: CropFrame;
}

export interface LoaderOptions {
  readonly photos: readonly LabelledPhoto[];
  /** Side of the crops. */
  readonly imageSizePx: number;
  readonly batchSize: number;
  /** Of the order, the augmentation and the replacements. */
  readonly seed: number;
  /** What stands in an epoch's batches, drawn anew for each, by default each photo once; `sequential` keeps the order given, for evaluation. */
  readonly order?: Sampler | 'sequential';
  /** What becomes of the photos that do not fill a batch; by default they are dropped, so that all steps weigh the same. */
  readonly lastBatch?: 'drop' | 'keep';
  /** By default none. */
  readonly augmentation?: AugmentationOptions;
  /**
   * Photos that may turn out unreadable, as a fraction below 1. Each is replaced by a photo drawn from the same stream.
   * By default 0.01, and 0 in sequential order, where a replacement would falsify what is measured.
   */
  readonly maxCorruptFraction?: number;
  /** Batches in memory at once, those included that the consumer holds; by default 3. */
  readonly slabs?: number;
  /** Threads shared with other loaders; without it the loader starts `threads` of its own and ends them on close. */
  readonly pool?: DecodePool;
  readonly threads?: number;
}

/** Throws a ShapeError or a DataError for options that cannot give a batch. */
export function checkLoaderOptions(
  options: Omit<LoaderOptions, 'photos' | 'imageSizePx' | 'seed'> & { readonly photos: ArrayLike<unknown> },
): void {
  const { photos, batchSize, order, maxCorruptFraction = 0, slabs = 3, lastBatch = 'drop' } = options;
  if (order !== undefined && order !== 'sequential') checkSampler(order, batchSize);
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw ShapeError.because({
      expected: 'a whole batchSize of 1 or more',
      received: `${batchSize}`,
      place: 'createLoader',
    });
  }
  if (!Number.isInteger(slabs) || slabs < 2) {
    throw ShapeError.because({
      expected: 'two slabs or more, one to fill while another is used',
      received: `${slabs}`,
      place: 'createLoader',
    });
  }
  if (!(maxCorruptFraction >= 0 && maxCorruptFraction < 1)) {
    throw ShapeError.because({
      expected: 'maxCorruptFraction from 0 to below 1',
      received: `${maxCorruptFraction}`,
      place: 'createLoader',
    });
  }
  if (photos.length < (lastBatch === 'drop' ? batchSize : 1)) {
    throw DataError.because({
      expected: `photos for a batch of ${batchSize}`,
      received: `${photos.length}`,
      place: 'createLoader',
      next: 'Lower batchSize, or use a larger set.',
    });
  }
}

/** Throws a ShapeError unless an epoch can begin at the step. */
export function checkStart(fromStep: number, stepsPerEpoch: number): void {
  if (Number.isInteger(fromStep) && fromStep >= 0 && fromStep <= stepsPerEpoch) return;
  throw ShapeError.because({
    expected: `a step from 0 to ${stepsPerEpoch}`,
    received: `${fromStep}`,
    place: 'Loader.batches',
  });
}
