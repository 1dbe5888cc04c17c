import { type RandomStream, UsageError } from '@arcface-ts/core';
import { z } from 'zod';
import { identityOrder } from './identity-order.js';
import { shuffledOrder } from './shuffled-order.js';
import { weightedOrder } from './weighted-order.js';

/** What stands in the batches of an epoch. */
export const samplerSchema = z.discriminatedUnion('name', [
  /** Each photo once. */
  z.strictObject({ name: z.literal('shuffled') }),
  /** Classes drawn by (number of their photos)^power: 0, the default, balances them. */
  z.strictObject({ name: z.literal('weighted'), power: z.number().min(0).max(1).default(0) }),
  /** `photosEach` photos of each of batchSize / photosEach classes. */
  z.strictObject({ name: z.literal('identities'), photosEach: z.int().min(2).default(4) }),
]);
export type Sampler = z.infer<typeof samplerSchema>;

/**
 * Index of the photo at each position of an epoch: a function of the stream alone, so that a resumed training goes on in the very order it
 * was stopped in.
 */
export function sampledOrder(stream: RandomStream, labels: ArrayLike<number>, sampler: Sampler): Uint32Array {
  switch (sampler.name) {
    case 'shuffled':
      return shuffledOrder(stream, labels.length);
    case 'weighted':
      return weightedOrder(stream, labels, sampler.power);
    case 'identities':
      return identityOrder(stream, labels, sampler.photosEach);
  }
}

/** Throws a UsageError when groups of an identity's photos do not fill batches. */
export function checkSampler(sampler: Sampler, batchSize: number): void {
  if (sampler.name !== 'identities' || batchSize % sampler.photosEach === 0) return;
  throw UsageError.because({
    expected: `a batch size that is a multiple of ${sampler.photosEach}, the photos of each identity`,
    received: `${batchSize}`,
    place: 'sampler',
    next: 'Change batchSize or sampler.photosEach.',
  });
}
