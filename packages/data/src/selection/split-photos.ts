import { type RandomStream, ShapeError } from '@arcface-ts/core';

/** Indices of photos to train on and of others to validate with, both in rising order. */
export interface PhotoSplit {
  readonly training: Uint32Array;
  readonly heldOut: Uint32Array;
}

/**
 * Holds out a share of the photos of a set whose classes all stay in training. Throws a ShapeError where that would leave either
 * side without a photo.
 * @param options.fraction held out, above 0 and below 1
 */
export function splitPhotos(count: number, options: { stream: RandomStream; fraction: number }): PhotoSplit {
  const { stream, fraction } = options;
  const heldOut = Math.round(count * fraction);
  if (!(heldOut >= 1 && heldOut < count)) {
    throw ShapeError.because({
      expected: `a fraction that holds out 1 to ${count - 1} of ${count} photos`,
      received: `${fraction}`,
      place: 'splitPhotos',
    });
  }
  const order = Uint32Array.from(stream.shuffled(Array.from({ length: count }, (_, index) => index)));
  return { heldOut: order.slice(0, heldOut).sort(), training: order.slice(heldOut).sort() };
}
