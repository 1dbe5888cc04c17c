import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NamedPair, parseFlatPairs, parseOfficialPairs } from './lfw-pairs.js';

const official = '2\t1\nAnn\t1\t2\nAnn\t1\tBob_Lee\t12\nCid\t3\t4\nDan\t1\tEve\t1\n';

describe('parseOfficialPairs', () => {
  it('reads folds, same and different pairs in order', () => {
    expect(parseOfficialPairs(official, 'pairs.txt')).toEqual({
      folds: 2,
      pairs: [
        { first: 'Ann/Ann_0001.jpg', second: 'Ann/Ann_0002.jpg', same: true, fold: 0, line: 2 },
        { first: 'Ann/Ann_0001.jpg', second: 'Bob_Lee/Bob_Lee_0012.jpg', same: false, fold: 0, line: 3 },
        { first: 'Cid/Cid_0003.jpg', second: 'Cid/Cid_0004.jpg', same: true, fold: 1, line: 4 },
        { first: 'Dan/Dan_0001.jpg', second: 'Eve/Eve_0001.jpg', same: false, fold: 1, line: 5 },
      ],
    });
  });

  it('refuses a file that is cut off', () => {
    const cut = official.slice(0, official.indexOf('Dan'));
    expect(() => parseOfficialPairs(cut, 'pairs.txt')).toThrow(/4 lines after the first but received 3 \(pairs\.txt\)/);
  });

  it('names the line of a different pair among the same ones', () => {
    const swapped = official.replace('Cid\t3\t4', 'Cid\t3\tDan\t4');
    expect(() => parseOfficialPairs(swapped, 'pairs.txt')).toThrow(/line 4: .* among the same pairs of fold 2/);
  });

  it('refuses a file without the first line', () => {
    expect(() => parseOfficialPairs('Ann\t1\t2\n', 'pairs.txt')).toThrow(/line 1: "Ann\\t1\\t2"/);
  });
});

describe('parseFlatPairs', () => {
  it('gives back the official folds of a list in the official order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), perKind => {
        const rows = (same: boolean): Omit<NamedPair, 'line'>[] =>
          Array.from({ length: 10 * perKind }, (_, index) => ({
            first: `A${index}/A.jpg`,
            second: `B${index}/B.jpg`,
            same,
            fold: Math.floor(index / perKind),
          }));
        const all = [...rows(true), ...rows(false)];
        const text = all.map(({ first, second, same }) => `${first} ${second} ${same ? 1 : 0}`).join('\n');
        expect(parseFlatPairs(text, 'flat').pairs).toEqual(all.map((row, index) => ({ ...row, line: index + 1 })));
      }),
    );
  });

  it('has both kinds in each fold whatever their counts are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 10, max: 60 }), (same, different) => {
        const text = 'a/a b/b 1\n'.repeat(same) + 'a/a b/b 0\n'.repeat(different);
        const { pairs, folds } = parseFlatPairs(text, 'flat');
        for (let fold = 0; fold < folds; fold++) {
          const kinds = new Set(pairs.filter(pair => pair.fold === fold).map(pair => pair.same));
          expect(kinds).toEqual(new Set([true, false]));
        }
      }),
    );
  });

  it('names the line of a row that is none', () => {
    expect(() => parseFlatPairs('a/a b/b 1\na/a b/b 2\n', 'flat')).toThrow(/line 2: "a\/a b\/b 2" \(flat\)/);
  });

  it('refuses a list that leaves a fold without one kind', () => {
    expect(() => parseFlatPairs('a/a b/b 1\n'.repeat(20), 'flat')).toThrow(/but received 20 and 0 \(flat\)/);
  });
});
