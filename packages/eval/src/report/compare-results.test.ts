import { expect, it } from 'vitest';
import { foundBeside, reportInput } from '../testing/report-input.js';
import { compareResults } from './compare-results.js';

const { found } = await reportInput();
const own = foundBeside(found, { run: 'own', mean: 0.8 });
const rows = (...others: (typeof own)[]) => compareResults(own, others);

it('calls a difference below one standard error noise', () => {
  // An interval that reaches 0.0196 to both sides is 2 · 1.96 standard errors of 0.01 wide.
  const near = foundBeside(found, { run: 'near', mean: 0.809, reach: 0.0196 });
  const far = foundBeside(found, { run: 'far', mean: 0.785, reach: 0.0196 });
  const [first, , last] = rows(far, near);
  expect(first).toMatchObject({ run: 'near', difference: { accuracy: expect.closeTo(0.009, 10), noise: true } });
  expect(last).toMatchObject({ run: 'far', difference: { accuracy: expect.closeTo(-0.015, 10), noise: false } });
});

it('goes by the less certain of the two', () => {
  const vague = foundBeside(found, { run: 'vague', mean: 0.83, reach: 0.1 });
  expect(rows(vague)[0]).toMatchObject({ run: 'vague', difference: { noise: true } });
});

it('marks the best of each test, where there are several', () => {
  const better = foundBeside(found, { run: 'better', mean: 0.9 });
  const elsewhere = foundBeside(found, { run: 'elsewhere', mean: 0.95, set: 'pairs' });
  expect(rows(elsewhere, better).map(({ run, best, isThis }) => [run, best, isThis])).toEqual([
    ['better', true, false],
    ['own', false, true],
    ['elsewhere', false, false],
  ]);
});

it('compares no results of other pairs, whatever they are called', () => {
  const withList = (row: typeof own, sha256: string) => {
    return { ...row, result: { ...row.result, stamp: { pairs: { sha256 } } } } as unknown as typeof own;
  };
  const other = foundBeside(found, { run: 'other', mean: 0.9 });
  const differenceOf = (row: typeof own, of: typeof own) =>
    compareResults(of, [row]).find(({ isThis }) => !isThis)?.difference;
  expect(differenceOf(withList(other, 'b'), withList(own, 'a'))).toBeUndefined();
  expect(differenceOf(withList(other, 'a'), withList(own, 'a'))).toBeDefined();
  expect(differenceOf({ ...other, result: { ...other.result, pairs: 7 } }, own)).toBeUndefined();
  expect(differenceOf({ ...other, result: { ...other.result, dataset: 'procedural' } }, own)).toBeUndefined();
});
