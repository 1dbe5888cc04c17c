import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunDirectory, writeFileAtomic } from '@arcface-ts/core';
import { animatePictures, pngFromSvg } from '@arcface-ts/data';
import type { ClassAngles } from '@arcface-ts/eval';
import type { ClassifiedDigits } from './classify-digits.js';
import { drawDigitChart } from './digit-chart.js';
import type { LabelledDigits } from './digit-data.js';

/** Name of the pictures of the epochs, of that of the test, and of the animation. */
export const embeddingsPicture = 'embeddings';
export const frameTimes = { frameMs: 600, lastFrameMs: 3000 };

/** How right a net is about digits, and how tightly it puts them. */
export interface DigitFigures extends ClassAngles {
  readonly accuracy: number;
}

/** Draws digits of two dimensions as a PNG. @param what which digits, such as "10000 digits of the test" */
export async function digitPicture(
  { embeddings }: Pick<ClassifiedDigits, 'embeddings'>,
  { labels }: LabelledDigits,
  { title, what, figures }: { title: string; what: string; figures: DigitFigures },
): Promise<Uint8Array> {
  const subtitle = `${labels.length} ${what}: ${describeFigures(figures)}`;
  return pngFromSvg(await drawDigitChart(embeddings, labels, { title, subtitle }), { zoom: 1.25 });
}

export function describeFigures({ accuracy, withinClassAngleDeg, minBetweenCentreAngleDeg }: DigitFigures): string {
  return [
    `${(100 * accuracy).toFixed(2)} % right`,
    `${withinClassAngleDeg.toFixed(2)}° from the mean direction of their class`,
    `classes ${minBetweenCentreAngleDeg.toFixed(1)}° apart or more`,
  ].join(', ');
}

/** Writes the picture of the test and the epochs' pictures as an animation; returns their names in the run's folder. */
export async function writeDigitPictures(run: RunDirectory, test: Uint8Array, epochs: number): Promise<string[]> {
  const picture = `${embeddingsPicture}.png`;
  await writeFileAtomic(join(run.path, picture), test);
  const frames = run.epochPictures(embeddingsPicture, epochs);
  if (frames.length === 0) return [picture];
  const animation = `${embeddingsPicture}.gif`;
  const pictures = await Promise.all(frames.map(path => readFile(path)));
  await writeFileAtomic(join(run.path, animation), await animatePictures(pictures, frameTimes));
  return [picture, animation];
}
