import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shuffledOrder } from './shuffled-order.js';

it('is a permutation', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(200), (seed, count) => {
      const order = shuffledOrder(RandomStream.fromSeed(seed), count);
      expect([...order].sort((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, index) => index));
    }),
  );
});

it('is another one for another stream', () => {
  const orderOf = (seed: number) => shuffledOrder(RandomStream.fromSeed(seed), 100);
  expect(orderOf(3)).toEqual(orderOf(3));
  expect(orderOf(4)).not.toEqual(orderOf(3));
});
