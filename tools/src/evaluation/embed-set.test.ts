import type { loadWeights } from '@arcface-ts/train';
import { expect, it } from 'vitest';
import { checkCrop } from './embed-set.js';

type Weights = Awaited<ReturnType<typeof loadWeights>>;

const set = { name: 'agedb_30', crop: { name: 'aligned-112', version: 1, imageSizePx: 112 } };

function check(name: string, version: number): void {
  const record = { input: { crop: { name, version } } } as Weights['record'];
  checkCrop(set, { record, path: 'runs/face/best' });
}

it.each([
  ['frontal-112', 1, /photos of agedb_30 are crops already: take weights that were trained with --crop=aligned-112/],
  ['aligned-112', 2, /Train again: crops of this name are cut otherwise now/],
])('weights of %s, version %d, are refused', (name, version, next) => {
  expect(() => check(name, version)).toThrow(next);
  expect(() => check(name, version)).toThrow(`received ${name}, version ${version} (runs/face/best)`);
});

it('weights of the crops that the set has are taken', () => {
  expect(() => check('aligned-112', 1)).not.toThrow();
});
