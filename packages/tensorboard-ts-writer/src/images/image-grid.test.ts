import { expect, test } from 'vitest';
import { gridOf } from './image-grid.js';

/** Three pictures of 2×1 grey pixels. */
const pictures = { bytes: Uint8Array.of(11, 12, 21, 22, 31, 32), count: 3, width: 2, height: 1, channels: 1 };

test('lays pictures out row by row, the rest black', () => {
  expect(gridOf(pictures, 2)).toEqual({
    bytes: Uint8Array.of(11, 12, 21, 22, 31, 32, 0, 0),
    count: 1,
    width: 4,
    height: 2,
    channels: 1,
  });
});

test('lays rows and channels of a picture out as they were', () => {
  // Two pictures of 1×2 pixels with two channels.
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const grid = gridOf({ bytes, count: 2, width: 1, height: 2, channels: 2 }, 2);
  expect(grid).toEqual({ bytes: Uint8Array.of(1, 2, 5, 6, 3, 4, 7, 8), count: 1, width: 2, height: 2, channels: 2 });
});

test('has more rows than it needs when it is asked to', () => {
  expect(gridOf(pictures, 3, 2)).toMatchObject({ width: 6, height: 2, bytes: { length: 12 } });
});
