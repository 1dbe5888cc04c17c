import { type Batch, writeFileAtomic } from '@arcface-ts/core';
import { contactSheet } from '@arcface-ts/data';

const columns = 8;

/** Draws the photos of a batch as the trainer sees them, in rows of eight. */
export async function writeSamples(
  path: string,
  batch: Batch,
  sidePx: number,
): Promise<{ png: Uint8Array; widthPx: number; heightPx: number }> {
  const sheet = await contactSheet(batch.images, { count: batch.size, sidePx, columns });
  await writeFileAtomic(path, sheet.png);
  return sheet;
}
