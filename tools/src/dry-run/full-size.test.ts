import { expect, it } from 'vitest';
import { fullSize } from './full-size.js';

it('is that of the set as it is distributed, unless another is asked for', () => {
  expect(fullSize('celeba', {})).toEqual({ photos: 202_599, people: 10_177 });
  expect(fullSize('casia', { rows: 30_000 })).toEqual({ photos: 30_000, people: 10_572 });
  expect(fullSize('mine', { rows: 10, people: 5 })).toEqual({ photos: 10, people: 5 });
});

it.each([
  ['mine', {}, 'received no number and no number (mine). Set --rows and --people; known are celeba and casia.'],
  ['celeba', { rows: 20_000 }, 'received 20000 and 10177'],
])('refuses %s with %o', (set, asked, message) => {
  expect(() => fullSize(set, asked)).toThrow(message);
});
