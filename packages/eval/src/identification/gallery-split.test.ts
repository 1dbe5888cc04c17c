import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitGallery } from './gallery-split.js';

it('enrolls the first image of each person with several, and searches with all others', () => {
  //                          0  1  2  3  4  5  6
  expect(splitGallery([7, 3, 7, 9, 3, 7, 1])).toEqual({
    gallery: Uint32Array.of(0, 1),
    mated: Uint32Array.of(2, 4, 5),
    mates: Uint32Array.of(0, 1, 0),
    nonMated: Uint32Array.of(3, 6),
  });
});

it('leaves every second person with several images out of the gallery, with all images', () => {
  //                          0  1  2  3  4  5  6
  expect(splitGallery([7, 3, 7, 9, 3, 5, 5], { unenrolledEvery: 2 })).toEqual({
    gallery: Uint32Array.of(0, 5),
    mated: Uint32Array.of(2, 6),
    mates: Uint32Array.of(0, 1),
    nonMated: Uint32Array.of(1, 3, 4),
  });
});

it('uses each image once, and pairs each mated search with an image of its own person', () => {
  const labels = fc.array(fc.nat(8), { minLength: 2, maxLength: 60 });
  const every = fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined });
  fc.assert(
    fc.property(
      labels.filter(list => new Set(list).size < list.length),
      every,
      (list, unenrolledEvery) => {
        const { gallery, mated, mates, nonMated } = splitGallery(list, { unenrolledEvery });
        expect([...gallery, ...mated, ...nonMated].toSorted((a, b) => a - b)).toEqual([...list.keys()]);
        expect(Array.from(mated, row => list[row])).toEqual(Array.from(mates, mate => list[gallery[mate] as number]));
        const enrolled = new Set(Array.from(gallery, row => list[row]));
        expect(enrolled.size).toBe(gallery.length);
        expect(Array.from(nonMated).filter(row => enrolled.has(list[row]))).toEqual([]);
      },
    ),
  );
});

it.each([
  [
    [1, 2, 3],
    {},
    'Expected a person with two images or more to enroll but received 3 images of 3 people, 0 with two or more',
  ],
  [[1, 1], { unenrolledEvery: 1 }, 'Expected unenrolledEvery as a whole number, 2 or more but received 1'],
  [[1, 1, Number.NaN], {}, 'Expected whole numbers as labels but received NaN'],
])('refuses labels %j with %j', (labels, options, message) => {
  expect(() => splitGallery(labels, options)).toThrow(message);
});
