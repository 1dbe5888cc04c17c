import { DataError, type RandomStream } from '@arcface-ts/core';
import type { FacePhoto } from '../sets/face-photo.js';

export interface IdentitySplit {
  readonly training: readonly FacePhoto[];
  readonly validation: readonly FacePhoto[];
}

/** How many identities are held out. */
export type HoldOut = { readonly fraction: number } | { readonly identities: number };

/**
 * Holds out whole identities for validation: verification is about people never seen in training, and photos of the same
 * person on both sides would measure memory. Depends on the stream and the identities' names alone.
 * Throws a DataError when either side would be left without an identity.
 */
export function splitIdentities(
  photos: readonly FacePhoto[],
  options: { stream: RandomStream; holdOut: HoldOut },
): IdentitySplit {
  const { stream, holdOut } = options;
  const identities = [...new Set(photos.map(photo => photo.identity))].sort();
  const count = 'fraction' in holdOut ? Math.round(holdOut.fraction * identities.length) : holdOut.identities;
  if (!Number.isInteger(count) || count < 1 || count >= identities.length) {
    throw DataError.because({
      expected: `to hold out from 1 to ${identities.length - 1} of ${identities.length} identities`,
      received: `${count}`,
      place: 'splitIdentities',
      next: 'Change holdOut, or use a set with more identities.',
    });
  }
  const heldOut = new Set(stream.split('hold-out').shuffled(identities).slice(0, count));
  return {
    training: photos.filter(photo => !heldOut.has(photo.identity)),
    validation: photos.filter(photo => heldOut.has(photo.identity)),
  };
}
