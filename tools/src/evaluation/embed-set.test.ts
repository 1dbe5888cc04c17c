import type { loadWeights } from '@arcface-ts/train';
import { expect, it } from 'vitest';
import { checkCrop } from './embed-set.js';

type Weights = Awaited<ReturnType<typeof loadWeights>>;

/** Weights of one crop see a set that has aligned-112, by a detector or as its file has it. */
function check(trained: { name: string; version: number }, detector: string | null): void {
  const crop = { name: 'aligned-112', version: 1 };
  const set = {
    name: 'some-set',
    crop: { ...crop, imageSizePx: 112 },
    stamp: { crop: { ...crop, alignment: 'five points by similarity', detector } },
  };
  checkCrop(set, { record: { input: { crop: trained } } as Weights['record'], path: 'runs/face/best' });
}

it.each([
  ['frontal-112', 1, 'human', 'Run again with --crop=frontal-112.'],
  ['frontal-112', 1, null, 'some-set are crops already: take weights that were trained with --crop=aligned-112.'],
  ['aligned-112', 2, 'human', 'Train again: crops of this name are cut otherwise now.'],
])('weights of %s, version %d, are refused where photos were found by %s', (name, version, detector, next) => {
  const checked = () => check({ name, version }, detector);
  expect(checked).toThrow(`received ${name}, version ${version} (runs/face/best)`);
  expect(checked).toThrow(next);
});

it('weights of the crops that the set has are taken', () => {
  expect(() => check({ name: 'aligned-112', version: 1 }, 'human')).not.toThrow();
});
