import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DataError,
  type DigitsComparison,
  type DigitsRunSummary,
  digitsComparisonSchema,
  digitsRunSummarySchema,
  type RunDirectory,
  readJson,
  writeFileAtomic,
  writeJsonAtomic,
} from '@arcface-ts/core';
import { animatePictures, stackPictures } from '@arcface-ts/data';
import { embeddingsPicture, frameTimes } from './digit-pictures.js';

/** The runs that are compared: equal in all but the margin. */
export interface DigitRuns {
  readonly softmax: RunDirectory;
  readonly arcface: RunDirectory;
}

/**
 * Lays what two trainings on digits found beside each other: their figures, the pictures of the test under each other, and those of
 * the epochs as one animation. Nothing is computed anew.
 * @param folder gets `comparison.json`, `embeddings.png` and `embeddings.gif`
 * @throws DataError when a run is not finished, or has no picture because its embeddings are not of two dimensions
 */
export async function compareDigitRuns(folder: string, runs: DigitRuns): Promise<DigitsComparison> {
  const softmax = await readJson(runs.softmax.summaryFile, digitsRunSummarySchema, nextStep);
  const arcface = await readJson(runs.arcface.summaryFile, digitsRunSummarySchema, nextStep);
  for (const [summary, run] of [
    [softmax, runs.softmax],
    [arcface, runs.arcface],
  ] as const)
    checkPictures(summary, run);
  const below = async (paths: readonly string[]) => stackPictures(await Promise.all(paths.map(path => readFile(path))));
  const picture = `${embeddingsPicture}.png`;
  const animation = `${embeddingsPicture}.gif`;
  const both = [runs.softmax, runs.arcface];
  await writeFileAtomic(join(folder, picture), await below(both.map(({ path }) => join(path, picture))));
  const frames: Uint8Array[] = [];
  for (const paths of framesOf(
    runs.softmax.epochPictures(embeddingsPicture, softmax.epochs),
    runs.arcface.epochPictures(embeddingsPicture, arcface.epochs),
  ))
    frames.push(await below(paths));
  await writeFileAtomic(join(folder, animation), await animatePictures(frames, frameTimes));
  const comparison = digitsComparisonSchema.parse({
    schema: 1,
    softmax,
    arcface,
    withinClassAngleRatio: softmax.withinClassAngleDeg / arcface.withinClassAngleDeg,
    minBetweenCentreAngleRatio: arcface.minBetweenCentreAngleDeg / softmax.minBetweenCentreAngleDeg,
    pictures: [picture, animation],
  });
  await writeJsonAtomic(join(folder, 'comparison.json'), comparison);
  return comparison;
}

const nextStep = 'Train both: `nx run train:mnist.ce` and `nx run train:mnist.arcface`.';

function checkPictures({ pictures }: DigitsRunSummary, { path }: RunDirectory): void {
  if (pictures.includes(`${embeddingsPicture}.gif`)) return;
  throw DataError.because({
    expected: 'a run with pictures of its epochs, as one whose embeddings have two dimensions draws them',
    received: pictures.length === 0 ? 'none' : pictures.join(', '),
    place: path,
    next: nextStep,
  });
}

/** Pictures of one epoch together; the run that ended sooner stays as it was. */
function framesOf(first: readonly string[], second: readonly string[]): string[][] {
  const epochs = Math.max(first.length, second.length);
  return Array.from({ length: epochs }, (_, epoch) =>
    [first, second].map(paths => paths[Math.min(epoch, paths.length - 1)] as string),
  );
}
