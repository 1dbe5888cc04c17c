import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochOrder } from './epoch-order.js';

it('is a permutation', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(1000), fc.nat(200), (seed, epoch, count) => {
      const order = epochOrder(RandomStream.fromSeed(seed), epoch, count);
      expect([...order].sort((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, index) => index));
    }),
  );
});

it('depends on seed and epoch alone', () => {
  const stream = RandomStream.fromSeed(3);
  const before = epochOrder(stream, 5, 100);
  stream.uniform();
  epochOrder(stream, 4, 100);
  expect(epochOrder(stream, 5, 100)).toEqual(before);
  expect(epochOrder(RandomStream.fromSeed(4), 5, 100)).not.toEqual(before);
  expect(epochOrder(stream, 6, 100)).not.toEqual(before);
});
