import { RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { splitPhotos } from './split-photos.js';

const split = (count: number, fraction: number, seed = 1) =>
  splitPhotos(count, { stream: RandomStream.fromSeed(seed), fraction });

it('puts each photo on one side', () => {
  const { training, heldOut } = split(100, 0.2);
  expect([training.length, heldOut.length]).toEqual([80, 20]);
  expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

it('is drawn from its stream', () => {
  expect(split(100, 0.2)).toEqual(split(100, 0.2));
  expect(split(100, 0.2)).not.toEqual(split(100, 0.2, 2));
});

it.each([0, 0.001, 0.999, 1, Number.NaN])('refuses the fraction %d of 100, which leaves a side empty', fraction => {
  expect(() => split(100, fraction)).toThrow('Expected a fraction that holds out 1 to 99 of 100 photos');
});
