import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSampler, type Sampler, sampledOrder } from './sampler.js';

const stream = (seed = 1): RandomStream => RandomStream.fromSeed(seed);
const labelling = fc.array(fc.nat(9), { minLength: 8, maxLength: 200 });
const samplers: Sampler[] = [
  { name: 'shuffled' },
  { name: 'weighted', power: 0.5 },
  { name: 'identities', photosEach: 4 },
];

function countsOf(order: Uint32Array, keyOf: (index: number) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const index of order) counts.set(keyOf(index), (counts.get(keyOf(index)) ?? 0) + 1);
  return counts;
}

it.each(samplers)('$name gives photos that are there, the same for the same stream', sampler => {
  fc.assert(
    fc.property(labelling, fc.nat(), (labels, seed) => {
      const order = sampledOrder(stream(seed), labels, sampler);
      expect(order.every(index => index < labels.length)).toBe(true);
      expect(sampledOrder(stream(seed), labels, sampler)).toEqual(order);
    }),
  );
});

describe('weighted', () => {
  // One class with 1,000 photos, ten with 10.
  const labels = Array.from({ length: 1100 }, (_, index) => (index < 1000 ? 0 : 1 + Math.floor((index - 1000) / 10)));

  it.each([
    [0, 1 / 11],
    [0.5, Math.sqrt(1000) / (Math.sqrt(1000) + 10 * Math.sqrt(10))],
    [1, 1000 / 1100],
  ])('at power %d the largest class has a share of %d', (power, share) => {
    const order = sampledOrder(stream(), labels, { name: 'weighted', power });
    const found = (countsOf(order, index => labels[index] as number).get(0) ?? 0) / order.length;
    // Five standard deviations.
    expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / order.length));
  });

  it('shows a photo again only after all of its class', () => {
    fc.assert(
      fc.property(labelling, fc.nat(), (all, seed) => {
        const order = sampledOrder(stream(seed), all, { name: 'weighted', power: 0 });
        for (const label of new Set(all)) {
          const own = all.flatMap((other, index) => (other === label ? [index] : []));
          const counts = countsOf(
            order.filter(index => all[index] === label),
            index => index,
          );
          const shown = own.map(index => counts.get(index) ?? 0);
          expect(Math.max(...shown) - Math.min(...shown)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('identities', () => {
  it('gives groups of one identity, each again only after all the others', () => {
    fc.assert(
      fc.property(labelling, fc.nat(), (labels, seed) => {
        const order = sampledOrder(stream(seed), labels, { name: 'identities', photosEach: 4 });
        expect(order.length).toBe(4 * Math.floor(labels.length / 4));
        const groups = Array.from({ length: order.length / 4 }, (_, group) => order.slice(4 * group, 4 * group + 4));
        const identities = groups.map(group => new Set([...group].map(index => labels[index] as number)));
        expect(identities.every(({ size }) => size === 1)).toBe(true);
        const counts = [...new Set(labels)].map(label => identities.filter(identity => identity.has(label)).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('shows different photos of an identity that has enough', () => {
    const labels = Array.from({ length: 40 }, (_, index) => index % 4);
    const order = sampledOrder(stream(), labels, { name: 'identities', photosEach: 5 });
    for (let group = 0; group < 8; group++) expect(new Set(order.slice(5 * group, 5 * group + 5)).size).toBe(5);
  });

  it('refuses a batch that its groups do not fill', () => {
    expect(() => checkSampler({ name: 'identities', photosEach: 4 }, 30)).toThrow(
      'Expected a batch size that is a multiple of 4, the photos of each identity but received 30 (sampler).',
    );
  });
});
