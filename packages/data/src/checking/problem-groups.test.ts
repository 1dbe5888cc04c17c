import { expect, it } from 'vitest';
import { groupProblems, type Problem, type ProblemKind, problemKinds } from './problem-groups.js';

function problem(kind: ProblemKind, ...paths: string[]): Problem {
  return { kind, photos: paths.map(path => ({ path, identity: 'a' })), others: [], detail: '' };
}

it('shows the first ten of a kind and keeps all', () => {
  const all = Array.from({ length: 12 }, (_, index) => problem('unreadable', `${index}.jpg`));
  expect(groupProblems(all)).toEqual([{ kind: 'unreadable', count: 12, photos: 12, first: all.slice(0, 10), all }]);
});

it('puts the worst kind first, whatever the order of the problems', () => {
  const all = problemKinds.map(kind => problem(kind, 'a.jpg')).reverse();
  expect(groupProblems(all).map(({ kind }) => kind)).toEqual(problemKinds);
});

it('counts a photo of two problems once', () => {
  const all = [
    problem('duplicate-same-identity', 'a.jpg', 'b.jpg'),
    problem('duplicate-same-identity', 'a.jpg', 'c.jpg'),
  ];
  expect(groupProblems(all)).toMatchObject([{ count: 2, photos: 3 }]);
});

it('has no group for a kind without problems', () => {
  expect(groupProblems([])).toEqual([]);
});
