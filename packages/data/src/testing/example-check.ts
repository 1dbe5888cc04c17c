import type { CheckResult } from '../checking/check-set.js';
import { groupProblems, type Problem } from '../checking/problem-groups.js';

/** The result of a check, made up for the tests of the reports: names that need escaping, and more problems than are shown. */
export function exampleResult(problems: readonly Problem[] = exampleProblems()): CheckResult {
  return {
    root: '/data/<celeba>',
    photos: 12_345,
    unreadable: 1,
    against: 'lfw',
    maxDistance: 4,
    statistics: {
      photos: 12_344,
      identities: 1012,
      fewest: 1,
      median: 9,
      most: 30,
      histogram: [
        { from: 1, to: 1, identities: 12, photos: 12 },
        { from: 2, to: 3, identities: 0, photos: 0 },
        { from: 4, to: 7, identities: 1000, photos: 12_332 },
      ],
    },
    sizes: [
      { width: [178, 178], height: [218, 218], photos: 12_000 },
      { width: [70, 120], height: [64, 127], photos: 344 },
    ],
    problems: groupProblems(problems),
    hashes: { photos: [], perceptual: new Uint32Array(0), sha256: new Uint8Array(0) },
  };
}

export function exampleProblems(): Problem[] {
  const photo = (path: string, identity = '7') => ({ path, identity });
  return [
    {
      kind: 'unreadable',
      photos: [photo('<script>alert(1)</script>.jpg')],
      others: [],
      detail: 'CORRUPT: "cut" & off',
    },
    { kind: 'train-test-duplicate', photos: [photo('3.jpg')], others: ['Al/Al_0001.jpg'], detail: 'same bytes' },
    {
      kind: 'duplicate-other-identity',
      photos: [photo('1.jpg', '1'), photo('2.jpg', '2')],
      others: [],
      detail: 'same bytes',
    },
    {
      kind: 'near-duplicate-same-identity',
      photos: Array.from({ length: 15 }, (_, index) => photo(`burst-${index}.jpg`)),
      others: [],
      detail: 'nearly the same picture, 3 of 64 bits differ',
    },
    ...Array.from(
      { length: 12 },
      (_, index): Problem => ({
        kind: 'single-photo-identity',
        photos: [photo(`single-${index}.jpg`, `${100 + index}`)],
        others: [],
        detail: 'its only photo',
      }),
    ),
  ];
}
