import { expect, it } from 'vitest';
import { blocks, code, plain, table } from './markdown.js';

it('shows names of photos as they are', () => {
  expect(plain('A_B/<i>|*x*|`y`[z](w)\nnext')).toBe('A\\_B/\\<i\\>\\|\\*x\\*\\|\\`y\\`\\[z\\](w) next');
  expect(code('a`b|c')).toBe("`a'b\\|c`");
});

it('draws a table and leaves out what is not there', () => {
  expect(blocks('one', undefined, '', table(['a', 'b'], [['1', '2']]))).toBe(
    'one\n\n| a | b |\n| --- | --- |\n| 1 | 2 |',
  );
});
