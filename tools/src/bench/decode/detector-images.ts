import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@arcface-ts/core';
import { allocateSlab, boxFrame, DecodePool, paddedSquare, photoSize, readSet } from '@arcface-ts/data';

/** Side of what both detectors see. */
export const detectorPx = 256;
const imageBytes = detectorPx ** 2 * 3;

/** Decodes photos from all over a set to padded squares, one after the other in a file: [count, 256, 256, 3] RGB. */
export async function writeDetectorImages(file: string, setFolder: string, count: number): Promise<void> {
  const { photos } = await readSet(setFolder);
  const taken = Math.min(count, photos.length);
  const paths = Array.from({ length: taken }, (_, i) =>
    join(setFolder, photos[Math.floor((i * photos.length) / taken)]?.path as string),
  );
  const pool = new DecodePool();
  try {
    const slab = allocateSlab(taken * imageBytes);
    const tasks = paths.map(async (path, i) => {
      const frame = boxFrame(paddedSquare(await photoSize(path)));
      return { image: { path }, frame, gain: 1, bias: 0, byteOffset: i * imageBytes };
    });
    const problem = (await pool.decode(slab, await Promise.all(tasks), { sizePx: detectorPx })).find(Boolean);
    if (problem) {
      throw DataError.because({ expected: 'photos that can be read', received: problem.message, place: setFolder });
    }
    await writeFile(file, new Uint8Array(slab, 0, taken * imageBytes));
  } finally {
    await pool.close();
  }
}

/** The images of the file. */
export async function readDetectorImages(file: string): Promise<Uint8Array[]> {
  const bytes = await readFile(file);
  return Array.from({ length: bytes.length / imageBytes }, (_, i) =>
    bytes.subarray(i * imageBytes, (i + 1) * imageBytes),
  );
}
