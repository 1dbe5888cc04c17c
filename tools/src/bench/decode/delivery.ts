import { writeFile } from 'node:fs/promises';
import { ArcfaceError, readJson } from '@arcface-ts/core';
import { z } from 'zod';

/** What a program of the decode suite writes before its first measured turn. */
const deliverySchema = z.object({
  /** Of one turn. */
  photos: z.int(),
  sidePx: z.int(),
  /** [sidePx, sidePx, 3] RGB of the first photo without random changes, as base64. */
  image: z.string(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Largest mean difference of two images that are the same but for the decoder, in levels of 255. */
const mostLevels = 4;

export async function writeDelivery(
  file: string,
  { photos, sidePx, image }: { photos: number; sidePx: number; image: Uint8Array },
): Promise<void> {
  await writeFile(file, JSON.stringify({ photos, sidePx, image: Buffer.from(image).toString('base64') }));
}

export function readDelivery(file: string): Promise<Delivery> {
  return readJson(file, deliverySchema);
}

/** Mean absolute difference, in levels of 255. */
export function meanDifference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, i) => sum + Math.abs(value - (other[i] as number)), 0) / one.length;
}

/** Throws an ArcfaceError unless both sides delivered as many photos, and the same first one: two speeds of different work are no comparison. */
export function checkSameDelivery(ours: Delivery, theirs: Delivery, place: string): void {
  const pixels = ({ image }: Delivery): Uint8Array => Buffer.from(image, 'base64');
  const form = ({ photos, sidePx, image }: Delivery): string =>
    `${photos} photos of ${sidePx} px, the first of ${pixels({ photos, sidePx, image }).length} bytes`;
  if (form(ours) !== form(theirs)) {
    throw ArcfaceError.because({ expected: `${form(ours)}, as on our side`, received: form(theirs), place });
  }
  const levels = meanDifference(pixels(ours), pixels(theirs));
  if (levels <= mostLevels) return;
  throw ArcfaceError.because({
    expected: `the same first image on both sides, but for ${mostLevels} levels of 255`,
    received: `a mean difference of ${levels.toFixed(1)}`,
    place,
  });
}
