import { expect, it } from 'vitest';
import { peopleToProject } from './people-to-project.js';

const pair = (firstIdentity: number, first: number, secondIdentity: number, second: number) => {
  return { first, second, firstIdentity, secondIdentity, same: firstIdentity === secondIdentity, fold: 0 };
};
/** Person 1 has two photos, person 2 has three, person 3 one. */
const pairs = [pair(1, 10, 1, 11), pair(2, 20, 2, 21), pair(2, 22, 3, 30), pair(1, 10, 2, 20)];

it('takes the people with the most photos, whole, and nobody of whom there is one', () => {
  expect(peopleToProject(pairs)).toEqual([20, 21, 22, 10, 11]);
});

it('takes no more photos than asked for, and no part of a person', () => {
  expect(peopleToProject(pairs, { most: 4 })).toEqual([20, 21, 22]);
  expect(peopleToProject(pairs, { most: 2 })).toEqual([10, 11]);
});
