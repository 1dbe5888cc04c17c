import { expect, it } from 'vitest';
import { pairsAt } from '../testing/pairs-at.js';
import { hardestPairs } from './hardest-pairs.js';

const wanted = [
  { distance: 0.5, same: true, fold: 1 },
  { distance: 1.4, same: true, fold: 1 }, // refused, by 0.4
  { distance: 0.9, same: false, fold: 1 }, // accepted, by 0.1
  { distance: 1.9, same: false, fold: 1 },
  { distance: 1.9, same: true, fold: 2 }, // refused, by 0.7
  { distance: 1.2, same: true, fold: 2 }, // at its threshold: refused
  { distance: 0.9, same: false, fold: 2 }, // accepted, by 0.3
  { distance: 1.5, same: false, fold: 2 },
];
const { pairs } = pairsAt(wanted);
const distances = wanted.map(({ distance }) => distance);
const fold = { same: 2, different: 2, accuracy: 0.5 };
const folds = [
  { ...fold, fold: 1, threshold: 1 },
  { ...fold, fold: 2, threshold: 1.2 },
];

it('judges each pair by the threshold of its fold, and puts the worst first', () => {
  const { falseAccepts, falseRejects } = hardestPairs(distances, pairs, { folds });
  expect(falseAccepts).toMatchObject({ count: 2, of: 4 });
  expect(falseAccepts.worst).toEqual([
    { pair: 6, distance: 0.9, threshold: 1.2 },
    { pair: 2, distance: 0.9, threshold: 1 },
  ]);
  expect(falseRejects).toMatchObject({ count: 3, of: 4 });
  expect(falseRejects.worst.map(({ pair }) => pair)).toEqual([4, 1, 5]);
});

it('gives as many as asked for and counts all', () => {
  const { falseRejects } = hardestPairs(distances, pairs, { folds, most: 1 });
  expect(falseRejects.count).toBe(3);
  expect(falseRejects.worst.map(({ pair }) => pair)).toEqual([4]);
});
