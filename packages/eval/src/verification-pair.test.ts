import { expect, it } from 'vitest';
import { pairColumns, type VerificationPair } from './verification-pair.js';

const same = (fold: number): VerificationPair => ({
  first: 0,
  second: 1,
  same: true,
  fold,
  firstIdentity: 7,
  secondIdentity: 7,
});
const different = (fold: number): VerificationPair => ({ ...same(fold), same: false, secondIdentity: 900 });

it('numbers folds and identities without gaps', () => {
  const columns = pairColumns([different(30), same(30), same(4), different(4)], 2);
  expect(columns.foldNumbers).toEqual([4, 30]);
  expect([...columns.fold]).toEqual([1, 1, 0, 0]);
  expect([...columns.secondIdentity]).toEqual([1, 0, 0, 1]);
  expect(columns.identities).toBe(2);
});

it('refuses one fold', () => {
  expect(() => pairColumns([same(1), different(1)], 2)).toThrow(
    'Expected pairs of two folds or more but received 2 pairs of 1',
  );
});

it('refuses no pairs at all', () => {
  expect(() => pairColumns([], 2)).toThrow('Expected pairs of two folds or more but received 0 pairs of 0');
});

it.each([
  ['same', [same(0), same(1)], '2 same and 0 different'],
  ['different', [different(0), different(1)], '0 same and 2 different'],
] as const)('refuses pairs that are all %s', (_, pairs, received) => {
  expect(() => pairColumns(pairs, 2)).toThrow(`Expected same pairs and different pairs but received ${received}`);
});

it('refuses folds that leave only one kind to choose the threshold from', () => {
  expect(() => pairColumns([same(0), different(0), same(1)], 2)).toThrow(
    'Expected same pairs and different pairs outside fold 0 but received 1 same and 0 different',
  );
});

it.each([-1, 2, 0.5, Number.NaN])('names the pair that asks for row %s', row => {
  expect(() => pairColumns([same(0), { ...same(1), second: row }], 2)).toThrow(
    `Expected rows from 0 to 1 but received ${row} (evaluateVerification, pair 1).`,
  );
});

it.each([
  [{ ...same(1), secondIdentity: 8 }, 'one identity on both images of a same pair but received 7 and 8'],
  [{ ...different(1), secondIdentity: 7 }, 'two identities on a different pair but received 7 and 7'],
  [{ ...same(1), fold: Number.NaN }, 'a whole number as fold but received NaN'],
])('names the pair that contradicts itself', (pair, message) => {
  expect(() => pairColumns([same(0), different(0), pair], 2)).toThrow(
    `Expected ${message} (evaluateVerification, pair 2).`,
  );
});
