import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { answerTurns } from '../answer-turns.js';
import { readDetectorImages } from './detector-images.js';

/** Photos of a turn: a multiple of our detector's batch. */
export const photosATurn = 96;

export const detectionsSchema = z.object({ photos: z.int(), found: z.int() });

/**
 * Looks for a face in every image of the file, writes in how many there is one, and then answers turns with a part of them, another one
 * each time.
 * @param detect returns in how many of the images a face was found
 */
export async function answerDetections(
  files: { readonly images: string; readonly check: string },
  detect: (images: readonly Uint8Array[]) => Promise<number>,
): Promise<void> {
  const images = await readDetectorImages(files.images);
  await writeFile(files.check, JSON.stringify({ photos: images.length, found: await detect(images) }));
  const parts = Math.max(1, Math.floor(images.length / photosATurn));
  let turn = 0;
  await answerTurns(async () => {
    const first = (turn++ % parts) * photosATurn;
    await detect(images.slice(first, first + photosATurn));
  });
}
