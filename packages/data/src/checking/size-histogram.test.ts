import { expect, it } from 'vitest';
import { SizeHistogram } from './size-histogram.js';

function classesOf(sizes: readonly (readonly [width: number, height: number])[]) {
  const histogram = new SizeHistogram();
  for (const [width, height] of sizes) histogram.add({ width, height });
  return histogram.classes;
}

it('gives the exact size of photos that are all alike', () => {
  expect(
    classesOf([
      [178, 218],
      [178, 218],
    ]),
  ).toEqual([{ width: [178, 178], height: [218, 218], photos: 2 }]);
});

it('begins a new class of either side at a power of two', () => {
  const alone = { photos: 1 };
  expect(
    classesOf([
      [127, 127],
      [127, 128],
      [128, 127],
    ]),
  ).toEqual([
    { ...alone, width: [127, 127], height: [127, 127] },
    { ...alone, width: [127, 127], height: [128, 128] },
    { ...alone, width: [128, 128], height: [127, 127] },
  ]);
});

it('says how far a class reaches, and puts the largest class first', () => {
  expect(
    classesOf([
      [10, 10],
      [160, 100],
      [140, 120],
      [150, 64],
    ]),
  ).toEqual([
    { width: [140, 160], height: [64, 120], photos: 3 },
    { width: [10, 10], height: [10, 10], photos: 1 },
  ]);
});
