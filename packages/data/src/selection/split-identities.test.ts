import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitIdentities } from './split-identities.js';

function photosOf(identities: number) {
  return Array.from({ length: identities * 3 }, (_, index) => ({
    path: `${index}`,
    identity: `id-${index % identities}`,
  }));
}

const identitiesOf = (photos: readonly { identity: string }[]): Set<string> =>
  new Set(photos.map(photo => photo.identity));

it('has each identity on one side, and each photo on a side', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 3, max: 40 }), fc.integer({ min: 1, max: 2 }), (seed, count, heldOut) => {
      const { training, validation } = splitIdentities(photosOf(count), {
        stream: RandomStream.fromSeed(seed),
        holdOut: { identities: heldOut },
      });
      expect(identitiesOf(validation).size).toBe(heldOut);
      expect([...identitiesOf(training)].filter(identity => identitiesOf(validation).has(identity))).toEqual([]);
      expect(training.length + validation.length).toBe(count * 3);
    }),
  );
});

it('holds out the same identities whatever the order of the photos is', () => {
  const split = (photos: ReturnType<typeof photosOf>) =>
    identitiesOf(splitIdentities(photos, { stream: RandomStream.fromSeed(1), holdOut: { fraction: 0.3 } }).validation);
  const photos = photosOf(20);
  expect(split(photos).size).toBe(6);
  expect(new Set(split([...photos].reverse()))).toEqual(split(photos));
});

it('refuses to hold out all', () => {
  expect(() => splitIdentities(photosOf(4), { stream: RandomStream.fromSeed(1), holdOut: { fraction: 1 } })).toThrow(
    'Expected to hold out from 1 to 3 of 4 identities but received 4 (splitIdentities).',
  );
});
