import type { RandomStream } from '@arcface-ts/core';

/**
 * The order in which an epoch visits the photos: a permutation of 0…count−1 that depends on the stream's seed and the
 * epoch alone, so that a resumed training goes on in the very order it was stopped in.
 */
export function epochOrder(stream: RandomStream, epoch: number, count: number): Uint32Array {
  return Uint32Array.from(stream.split('order', epoch).shuffled(Array.from({ length: count }, (_, index) => index)));
}
