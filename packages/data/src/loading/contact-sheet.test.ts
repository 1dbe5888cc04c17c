import { expect, it } from 'vitest';
import { decodeRgb } from '../decoding/image-codec.js';
import { contactSheet } from './contact-sheet.js';

const image = (value: number) => Array<number>(2 * 2 * 3).fill(value);

it('lays images side by side, row by row, on black', async () => {
  const images = Uint8Array.from([...image(10), ...image(20), ...image(30)]);
  const sheet = await contactSheet(images, { count: 3, sidePx: 2, columns: 2 });
  expect(sheet).toMatchObject({ widthPx: 4, heightPx: 4 });
  const { data } = await decodeRgb(sheet.png, { maxWidth: 4, maxHeight: 4 });
  const rows = [0, 1, 2, 3].map(row => [...data.subarray(row * 12, row * 12 + 12)].filter((_, i) => i % 3 === 0));
  expect(rows).toEqual([
    [10, 10, 20, 20],
    [10, 10, 20, 20],
    [30, 30, 0, 0],
    [30, 30, 0, 0],
  ]);
});

it('refuses fewer bytes than the images need', async () => {
  await expect(contactSheet(new Uint8Array(11), { count: 1, sidePx: 2, columns: 1 })).rejects.toThrow(
    'Expected 1 images of 2×2×3 bytes but received 11 bytes (contactSheet).',
  );
});
