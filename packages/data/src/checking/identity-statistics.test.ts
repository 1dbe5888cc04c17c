import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FacePhoto } from '../sets/face-photo.js';
import { identityStatistics, singlePhotos } from './identity-statistics.js';

/** Photos of identities that have as many as the numbers say. */
function photosOf(counts: readonly number[]): FacePhoto[] {
  return counts.flatMap((count, person) =>
    Array.from({ length: count }, (_, index) => ({ path: `${person}/${index}.jpg`, identity: `${person}` })),
  );
}

it('counts identities in classes that double', () => {
  expect(identityStatistics(photosOf([1, 1, 2, 3, 8]))).toEqual({
    photos: 15,
    identities: 5,
    fewest: 1,
    median: 2,
    most: 8,
    histogram: [
      { from: 1, to: 1, identities: 2, photos: 2 },
      { from: 2, to: 3, identities: 2, photos: 5 },
      { from: 4, to: 7, identities: 0, photos: 0 },
      { from: 8, to: 15, identities: 1, photos: 8 },
    ],
  });
});

it('begins with the class of the identities with the fewest photos', () => {
  expect(identityStatistics(photosOf([4, 5])).histogram).toEqual([{ from: 4, to: 7, identities: 2, photos: 9 }]);
  expect(identityStatistics(photosOf([3, 8])).histogram.map(({ from }) => from)).toEqual([2, 4, 8]);
});

it('takes the lower of two middle identities', () => {
  expect(identityStatistics(photosOf([9, 1, 5, 3])).median).toBe(3);
});

it('has nothing to say of no photos', () => {
  expect(identityStatistics([])).toEqual({ photos: 0, identities: 0, fewest: 0, median: 0, most: 0, histogram: [] });
});

it('puts every identity and every photo in the one class that it belongs to', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 20 }), counts => {
      const { histogram } = identityStatistics(photosOf(counts));
      for (const { from, to, identities, photos } of histogram) {
        const members = counts.filter(count => count >= from && count <= to);
        expect([identities, photos]).toEqual([members.length, members.reduce((sum, count) => sum + count, 0)]);
      }
      expect(histogram.reduce((sum, { photos }) => sum + photos, 0)).toBe(counts.reduce((sum, count) => sum + count));
    }),
  );
});

it('finds the only photos of their identities, in the order of the set', () => {
  const [a, b, c] = photosOf([1, 2, 1]).filter(({ path }) => path !== '1/0.jpg');
  const photos = [...photosOf([1, 2, 1])];
  expect(singlePhotos(photos)).toEqual([a, c]);
  expect(singlePhotos([b as FacePhoto])).toEqual([b]);
});
