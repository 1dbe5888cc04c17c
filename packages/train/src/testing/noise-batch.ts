import { type Batch, RandomStream } from '@arcface-ts/core';

/** A batch of noise with random labels, the same for the same options. */
export function noiseBatch(options: { size: number; sidePx: number; classes: number; seed: string }): Batch {
  const { size, sidePx, classes, seed } = options;
  const stream = RandomStream.fromSeed(seed);
  return {
    images: Uint8Array.from({ length: size * sidePx * sidePx * 3 }, () => stream.below(256)),
    labels: Int32Array.from({ length: size }, () => stream.below(classes)),
    records: [],
    size,
    release: () => undefined,
  };
}
