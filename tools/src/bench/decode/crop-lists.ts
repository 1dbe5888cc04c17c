import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  alignedFrame,
  type CropSpecification,
  hasCrop,
  type Manifest,
  placeOfCrops,
  storedInSeen,
  storedSidePx,
  within,
} from '@arcface-ts/data';
import { pixelMatrix } from './pixel-matrix.js';

/** Copies the raw crops of a set, one after the other, into a file. */
export async function writeRawCrops(file: string, cacheFolder: string, { summary, photos }: Manifest): Promise<void> {
  const placeOf = placeOfCrops(cacheFolder, summary);
  const target = await open(file, 'w');
  for (const record of photos.filter(hasCrop)) {
    const { path, part } = placeOf(record).image;
    if (part === undefined) continue;
    const source = await open(path);
    const { buffer } = await source.read(Buffer.alloc(part.length), 0, part.length, part.position);
    await source.close();
    await target.write(buffer);
  }
  await target.close();
}

/** One path a line. */
export async function writePaths(file: string, paths: readonly string[]): Promise<void> {
  await writeFile(file, paths.map(path => `${path}\n`).join(''));
}

/** What bench/data/crops.py reads: each photo, and where its crop lies in it. */
export async function writeFrames(file: string, { summary, photos }: Manifest, crop: CropSpecification): Promise<void> {
  const lines = photos.map(({ path, sizePx, landmarks }) => {
    if (sizePx === null || landmarks === null) throw new TypeError(`${path} has no face`);
    const [width, height] = sizePx;
    const frame = within(alignedFrame(landmarks, { width, height }), storedInSeen(crop));
    const matrix = pixelMatrix(frame, sizePx, storedSidePx(crop));
    return `${JSON.stringify({ photo: join(summary.root, path), matrix })}\n`;
  });
  await writeFile(file, lines.join(''));
}
