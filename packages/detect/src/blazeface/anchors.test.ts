import { expect, it } from 'vitest';
import { anchorCounts, anchorsFor } from './anchors.js';

const anchors = anchorsFor(256);

it('has the middles of 16×16 cells twice and of 8×8 cells six times, row by row', () => {
  expect(anchors).toHaveLength(896);
  expect(anchorCounts).toEqual([512, 384]);
  expect(anchors.slice(0, 3)).toEqual([
    [8, 8],
    [8, 8],
    [24, 8],
  ]);
  expect(anchors[32]).toEqual([8, 24]);
  expect(anchors.slice(511, 513)).toEqual([
    [248, 248],
    [16, 16],
  ]);
  expect(anchors.at(-1)).toEqual([240, 240]);
});
