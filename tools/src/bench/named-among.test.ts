import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { namedAmong } from './named-among.js';

const items = [{ name: 'a' }, { name: 'b' }, { name: 'c' }] as const;
const parse = namedAmong<(typeof items)[number]>(items);

it('takes names with commas and an option given again, each once and in the order of the items', () => {
  expect(parse('a', parse('c,a'))).toEqual([{ name: 'a' }, { name: 'c' }]);
});

it.each(['d', 'a,', ''])('refuses %j and names the choices', text => {
  expect(() => parse(text)).toThrow(InvalidArgumentError);
  expect(() => parse(text)).toThrow('Allowed choices are a, b, c;');
});
