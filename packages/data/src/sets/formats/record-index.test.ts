import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRecordIndex } from './record-index.js';

const parse = (text: string, recordBytes = 1000) =>
  parseRecordIndex(new TextEncoder().encode(text), { file: 'train.idx', recordBytes });

it('gives back keys and positions of any index in the order of its lines', () => {
  const entries = fc.uniqueArray(fc.record({ key: fc.nat(), step: fc.integer({ min: 1, max: 2 ** 40 }) }), {
    selector: entry => entry.key,
    minLength: 1,
  });
  fc.assert(
    fc.property(entries, fc.constantFrom('\n', '\r\n'), fc.boolean(), (list, lineEnd, ended) => {
      let position = -1;
      const rows = list.map(({ key, step }) => {
        position += step;
        return [key, position] as const;
      });
      const text = rows.map(row => row.join('\t')).join(lineEnd) + (ended ? lineEnd : '');
      const { keys, positions } = parse(text, position + 1);
      expect([...keys].map((key, entry) => [key, positions[entry]])).toEqual(rows);
    }),
  );
});

it.each([
  ['a space for the tab', '1\t0\n2 8\n', '"2 8"'],
  ['a negative position', '1\t0\n2\t-8\n', '"2\\t-8"'],
  ['a position that is no exact integer', '1\t0\n2\t99999999999999999\n', '"2\\t99999999999999999"'],
  ['a third column', '1\t0\n2\t8\t9\n', '"2\\t8\\t9"'],
  ['a blank line', '1\t0\n\n2\t8\n', '""'],
])('names the line with %s', (_, text, quoted) => {
  expect(() => parse(text)).toThrow(`Expected a line "key<TAB>position" but received ${quoted} (train.idx:2)`);
});

it('names line and offset of a position that does not rise', () => {
  expect(() => parse('1\t0\n2\t80\n3\t80\n')).toThrow(
    'an offset above 80, that of the record before but received 80 (train.idx:3)',
  );
});

it('names line and offset of a position past the records', () => {
  expect(() => parse('1\t0\n2\t80\n', 80)).toThrow('inside the .rec of 80 bytes but received offset 80 (train.idx:2)');
});

it('names the line of a key that comes again', () => {
  expect(() => parse('7\t0\n1\t8\n7\t16\n')).toThrow('each key once but received key 7 twice (train.idx:3)');
});

it('refuses an index without entries', () => {
  expect(() => parse('')).toThrow('one record or more but received none (train.idx:1)');
});
