import { RandomStream } from '@arcface-ts/core';

/** Numbers of mean 0 and deviation 1, the same ones for the same name. */
export function sampleNumbers(name: string, count: number): number[] {
  const stream = RandomStream.fromSeed('sample').split(name);
  return Array.from({ length: count }, () => stream.normal());
}
