import { join } from 'node:path';
import { DataError, readWholeFile } from '@arcface-ts/core';
import type { FivePoints } from '@arcface-ts/detect';
import { listProblems } from './list-problems.js';

/** Five points of each photo of img_align_celeba, in pixels of its 178×218. */
export const celebaLandmarksFile = 'Anno/list_landmarks_align_celeba.txt';
const photoPx = [178, 218] as const;

/**
 * The points by photo, in fractions of it, so that they fit photos that were made smaller; undefined when CelebA came without them.
 * Throws a DataError that names the lines that do not have the form they should have.
 */
export async function readCelebaLandmarks(folder: string): Promise<ReadonlyMap<string, FivePoints> | undefined> {
  const file = join(folder, celebaLandmarksFile);
  const bytes = await readWholeFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw DataError.because({
      expected: "CelebA's landmark annotation",
      received: error.code ?? error.message,
      place: file,
      next: 'Make it readable, or take it away: faces are then found by detection.',
    });
  });
  return bytes === undefined ? undefined : parseLandmarks(bytes.toString('utf8'), file);
}

function parseLandmarks(text: string, file: string): Map<string, FivePoints> {
  const points = new Map<string, FivePoints>();
  const malformed: string[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // The number of rows, and the names of the columns.
    if (line.trim() === '' || (index < 2 && !/\.(jpe?g|png)\s/i.test(line))) continue;
    const [name, ...numbers] = line.trim().split(/\s+/) as [string, ...string[]];
    const values = numbers.map(Number);
    if (values.length === 10 && values.every(Number.isFinite)) points.set(name, inFractions(values));
    else malformed.push(`line ${index + 1}: ${JSON.stringify(line.slice(0, 80))}`);
  }
  if (malformed.length === 0) return points;
  throw DataError.because({
    expected: 'rows of a file name and ten numbers, x and y of eyes, nose and corners of the mouth',
    received: listProblems(malformed),
    place: file,
    next: 'Correct these lines, fetch the file again, or take it away: faces are then found by detection.',
  });
}

/** The middle of pixel x of 178 is at (x + ½)/178. */
function inFractions(values: readonly number[]): FivePoints {
  return Array.from({ length: 5 }, (_, i) =>
    [0, 1].map(axis => ((values[2 * i + axis] as number) + 0.5) / (photoPx[axis] as number)),
  ) as unknown as FivePoints;
}
