import { expect, it } from 'vitest';
import { stampRows } from './stamp-rows.js';

it('shows whatever keys there are, nested ones behind the name of theirs', () => {
  const stamp = {
    set: 'lfw',
    pairs: { list: 'pairs.txt', sha256: 'ab'.repeat(32), different: 3000 },
    mirrored: true,
    detector: null,
  };
  expect(stampRows(stamp)).toEqual([
    { label: 'set', text: 'lfw', code: false },
    { label: 'pairs: list', text: 'pairs.txt', code: false },
    { label: 'pairs: sha256', text: 'ab'.repeat(32), code: true },
    { label: 'pairs: different', text: '3,000', code: false },
    { label: 'mirrored', text: 'yes', code: false },
    { label: 'detector', text: 'not known', code: false },
  ]);
});

it('parts the words of a key, and joins lists', () => {
  expect(stampRows({ withoutFaceCountedAs: ['a', 'b'], none: [] })).toEqual([
    { label: 'without face counted as', text: 'a, b', code: false },
    { label: 'none', text: 'none', code: false },
  ]);
});

it('says in a sentence what training and test have in common, or why that is not known', () => {
  const photos = { known: true, common: 2, of: 7701, examples: ['a.jpg', 'b.jpg'], by: 'hash' };
  const people = { known: false, why: 'the training set numbers its people' };
  expect(stampRows({ overlap: { people, photos } }).map(({ label, text }) => `${label} = ${text}`)).toEqual([
    'overlap: people = not known: the training set numbers its people',
    'overlap: photos = 2 of 7,701 are in both, by hash, such as a.jpg, b.jpg',
  ]);
});

it('has nothing to say of a result without a stamp', () => {
  expect(stampRows(undefined)).toEqual([]);
});
