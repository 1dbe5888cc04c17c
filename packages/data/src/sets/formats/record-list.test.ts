import { expect, it } from 'vitest';
import { parseLst } from './record-list.js';

it("reads MXNet's order, index, label and path, with spaces in the path", () => {
  expect(parseLst('4\t7.000000\tann lee/1.jpg\r\n9\t12\tbob/2.jpg\n', 'train.lst')).toEqual([
    { index: 4, label: 7, path: 'ann lee/1.jpg' },
    { index: 9, label: 12, path: 'bob/2.jpg' },
  ]);
});

it('takes the first of several labels and the last column as the path', () => {
  expect(parseLst('0\t3\t1\tbob/2.jpg', 'train.lst')).toEqual([{ index: 0, label: 3, path: 'bob/2.jpg' }]);
});

it("reads insightface's order, aligned, path and label, and counts the keys from 1", () => {
  expect(parseLst('1\tann/1.jpg\t0\n\n1\tbob/2.jpg\t1\t10\t20\t90\t99\n', 'train.lst')).toEqual([
    { index: 1, label: 0, path: 'ann/1.jpg' },
    { index: 2, label: 1, path: 'bob/2.jpg' },
  ]);
});

it('names the lines that are neither', () => {
  expect(() => parseLst('1\t2\ta.jpg\n1 2 a.jpg\n5\ta.jpg\tann\n', 'train.lst')).toThrow(
    /received line 2: "1 2 a\.jpg"; line 3: "5\\ta\.jpg\\tann" \(train\.lst\)/,
  );
});
