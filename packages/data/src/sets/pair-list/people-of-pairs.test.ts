import { describe, expect, it } from 'vitest';
import { joinPeople, peopleOfPairs } from './people-of-pairs.js';

const pair = (line: number, first: string, second: string, same: boolean) => ({ first, second, same, line });

describe('peopleOfPairs', () => {
  it('takes the folders for people where they agree with every pair', () => {
    const people = peopleOfPairs([pair(1, 'Ann/1', 'Ann/2', true), pair(2, 'Ann/1', 'Bob/1', false)], 'list');
    expect(people.from).toBe('folders');
    expect(Object.fromEntries(people.of)).toEqual({ 'Ann/1': 'Ann', 'Ann/2': 'Ann', 'Bob/1': 'Bob' });
  });

  it.each([
    [
      'a same pair lies in two folders',
      [pair(1, 'x/1', 'y/1', true), pair(2, 'y/1', 'x/2', true), pair(3, 'x/1', 'z/1', false)],
    ],
    ['a different pair lies in one', [pair(1, '1', '2', true), pair(2, '2', '3', true), pair(3, '1', '4', false)]],
  ])('joins the photos of same pairs where %s', (_, pairs) => {
    const { of, from } = peopleOfPairs(pairs, 'list');
    expect(from).toBe('pairs');
    const [first, second, third] = pairs;
    expect(of.get(third?.first as string)).toBe(of.get(second?.second as string));
    expect(of.get(first?.first as string)).toBe(of.get(first?.second as string));
    expect(of.get(third?.first as string)).not.toBe(of.get(third?.second as string));
  });

  it('names the line that calls two photos of one person different', () => {
    const pairs = [pair(4, '1', '2', true), pair(5, '2', '3', true), pair(6, '3', '1', false)];
    expect(() => peopleOfPairs(pairs, 'list.txt')).toThrow(/line 6: 3 and 1 \(list\.txt\)/);
  });
});

it('joinPeople says which pairs contradict the same pairs', () => {
  const pairs = [
    { first: 0, second: 1, same: true },
    { first: 1, second: 0, same: false },
    { first: 0, second: 2, same: false },
  ];
  const { of, contradictory } = joinPeople(3, pairs);
  expect(contradictory).toEqual([1]);
  expect(of[0]).toBe(of[1]);
  expect(of[0]).not.toBe(of[2]);
});
