import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { pngOf } from './png.js';

test.each([1, 2, 3, 4])('a PNG of %i channels gives the pixels back', channels => {
  const bytes = Uint8Array.from({ length: 6 * channels }, (_, index) => 10 * index);
  const { encoded, ...size } = pngOf({ bytes, count: 1, width: 3, height: 2, channels });
  expect(size).toEqual({ width: 3, height: 2, channels });
  expect(decode(encoded)).toMatchObject({ ...size, depth: 8, data: bytes });
});
