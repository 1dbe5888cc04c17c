import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { answerTurns } from '../answer-turns.js';
import { readDetectorImages } from './detector-images.js';

export const detectionsSchema = z.object({ photos: z.int(), found: z.int() });

export interface DetectionFlags {
  /** Decoded photos. */
  readonly images: string;
  /** File for the number of faces. */
  readonly check: string;
  /** Photos of a turn. */
  readonly turn: number;
}

/**
 * Looks for a face in every image of the file, writes in how many there is one, and then answers turns with a part of them, another one
 * each time.
 * @param detect returns in how many of the images a face was found
 */
export async function answerDetections(
  { images: file, check, turn: photosATurn }: DetectionFlags,
  detect: (images: readonly Uint8Array[]) => Promise<number>,
): Promise<void> {
  const images = await readDetectorImages(file);
  await writeFile(check, JSON.stringify({ photos: images.length, found: await detect(images) }));
  const parts = Math.max(1, Math.floor(images.length / photosATurn));
  let turn = 0;
  await answerTurns(async () => {
    const first = (turn++ % parts) * photosATurn;
    await detect(images.slice(first, first + photosATurn));
  });
}
