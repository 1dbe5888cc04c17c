import { expect, it } from 'vitest';
import { selectIdentities } from './identity-selection.js';

const photos = [
  { path: '1', identity: 'b' },
  { path: '2', identity: 'a' },
  { path: '3', identity: 'c' },
  { path: '4', identity: 'b' },
  { path: '5', identity: 'a' },
];

it('keeps identities with enough photos, and counts the others', () => {
  expect(selectIdentities(photos)).toEqual({
    identities: ['a', 'b'],
    photos: [
      { path: '1', identity: 'b', label: 1 },
      { path: '2', identity: 'a', label: 0 },
      { path: '4', identity: 'b', label: 1 },
      { path: '5', identity: 'a', label: 0 },
    ],
    leftOut: { identities: 1, photos: 1 },
  });
});

it('numbers the classes alike whatever the order of the photos is', () => {
  expect(selectIdentities([...photos].reverse(), { minPhotos: 1 }).identities).toEqual(['a', 'b', 'c']);
});

it('refuses a set that leaves fewer than two classes', () => {
  expect(() => selectIdentities(photos, { minPhotos: 3 })).toThrow(
    'Expected two identities or more with 3 photos or more each but received 0 of 3 (selectIdentities).',
  );
});
