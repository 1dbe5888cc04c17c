import { expect, it } from 'vitest';
import { exampleResult } from '../testing/example-check.js';
import { checkReport } from './check-report.js';
import { reportText } from './report-text.js';

it('says in short, aligned lines what the set is and what is wrong with it', () => {
  expect(reportText(checkReport(exampleResult(), { set: 'celeba' }))).toMatchInlineSnapshot(`
    "celeba: 12,345 photos of 1,012 identities; 1 photo cannot be decoded.
    /data/<celeba>

    Photos per identity
      1       12  █
      2–3      0
      4–7  1,000  ██████████████████████████████

    Sizes in pixels
      178 × 218        12,000  ██████████████████████████████
      70–120 × 64–127     344  █

    Problems
      Cannot be decoded                     1    1 photo
      Also in lfw                           1    1 photo
      Same file, several identities         1   2 photos
      Near duplicates, several identities   0
      Same file, same identity              0
      Near duplicates, same identity        1  15 photos
      Identities with one photo            12  12 photos

    Cannot be decoded: 1. Fetch these files again, or take them out of the set.
      <script>alert(1)</script>.jpg (7): CORRUPT: "cut" & off

    Also in lfw: 1. A result on the other set counts what was learnt by heart: take these photos out of the training set.
      3.jpg (7) = lfw: Al/Al_0001.jpg: same bytes

    Same file, several identities: 1. At most one of the identities is right: keep the copy that has it, and take the others away.
      1.jpg (1), 2.jpg (2): same bytes

    Near duplicates, same identity: 1. Other sizes or qualities of one photo, or a burst of it: they add little, and pairs of them are too easy.
      burst-0.jpg (7), burst-1.jpg (7), burst-2.jpg (7), burst-3.jpg (7) and 11 more: nearly the same picture, 3 of 64 bits differ

    Identities with one photo: 12. Nothing shows what stays the same in two photos of them: leave them out, or find a second photo.
      single-0.jpg (100): its only photo
      single-1.jpg (101): its only photo
      single-2.jpg (102): its only photo
      single-3.jpg (103): its only photo
      single-4.jpg (104): its only photo
      single-5.jpg (105): its only photo
      single-6.jpg (106): its only photo
      single-7.jpg (107): its only photo
      single-8.jpg (108): its only photo
      single-9.jpg (109): its only photo
      and 2 more
    "
  `);
});

it('writes out what would move the cursor or break the line', () => {
  const problem = {
    kind: 'unreadable',
    photos: [{ path: 'a\u001b[2J\n.jpg', identity: '1' }],
    others: [],
    detail: 'CORRUPT: x',
  } as const;
  expect(reportText(checkReport(exampleResult([problem]), { set: 'celeba' }))).toContain(
    '\n  a\\u001b[2J\\u000a.jpg (1): CORRUPT: x\n',
  );
});

it('says of each kind that nothing was found, and of the other set only when there was one', () => {
  const text = reportText(checkReport({ ...exampleResult([]), against: undefined }, { set: 'celeba' }));
  const [, table] = text.split('\nProblems\n');
  expect(table?.trimEnd().split('\n')).toHaveLength(6);
  expect(table).toMatch(/^( {2}[A-Z][^\d]* 0\n){6}$/);
});

it('has no histogram of a set in which nothing can be decoded', () => {
  const statistics = { photos: 0, identities: 0, fewest: 0, median: 0, most: 0, histogram: [] };
  const text = reportText(checkReport({ ...exampleResult([]), statistics, sizes: [] }, { set: 'celeba' }));
  expect(text).not.toMatch(/Photos per identity|Sizes|Infinity|NaN/);
});
