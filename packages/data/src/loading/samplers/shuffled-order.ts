import type { RandomStream } from '@arcface-ts/core';

/** Each of `count` photos once: a permutation of 0…count−1. */
export function shuffledOrder(stream: RandomStream, count: number): Uint32Array {
  return Uint32Array.from(stream.shuffled(Array.from({ length: count }, (_, index) => index)));
}
