import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type RateTest, type RunDirectory, rateTestSchema, writeFileAtomic, writeJsonAtomic } from '@arcface-ts/core';
import { pngFromSvg } from '@arcface-ts/data';
import { drawRateChart } from './rate-chart.js';

const stem = 'lr-find';
const kinds = ['json', 'svg', 'png'] as const;

/**
 * Writes a range test into the run's folder: `lr-find.json`, and the curve as `lr-find.svg` and `lr-find.png`. Those of an earlier test are
 * kept under a number, and `say` is told of it; nothing else of the run is touched.
 * @returns absolute paths of what was written
 */
export async function writeRateTest(
  run: RunDirectory,
  test: Omit<RateTest, 'pictures'>,
  { title, say }: { title: string; say: (text: string) => void },
): Promise<string[]> {
  const pictures = [`${stem}.svg`, `${stem}.png`];
  const svg = await drawRateChart(test, { title, subtitle: subtitleOf(test) });
  const png = await pngFromSvg(svg, { zoom: 2 });
  await using _ = await run.lock(say);
  await keepEarlier(run.path, say);
  const [json, vector, pixels] = kinds.map(kind => join(run.path, `${stem}.${kind}`)) as [string, string, string];
  await writeFileAtomic(vector, svg);
  await writeFileAtomic(pixels, png);
  await writeJsonAtomic(json, rateTestSchema.parse({ ...test, pictures }));
  return [json, vector, pixels];
}

/** Two lines: Vega, which knows no font here, takes a long one for wider than the chart. */
function subtitleOf(test: Omit<RateTest, 'pictures'>): string[] {
  const { model, optimizer, batchSize, identities, dataset, marginStrength } = test;
  const margin = marginStrength === 0 ? 'no margin' : `margin ${Number(marginStrength.toPrecision(3))}`;
  return [`${model} by ${optimizer}, ${batchSize} photos a step`, `${identities} identities of ${dataset}, ${margin}`];
}

async function keepEarlier(folder: string, say: (text: string) => void): Promise<void> {
  const pathsOf = (name: string) => kinds.map(kind => join(folder, `${name}.${kind}`));
  if (!pathsOf(stem).some(path => existsSync(path))) return;
  let number = 1;
  while (pathsOf(`${stem}.${number}`).some(path => existsSync(path))) number++;
  for (const kind of kinds) {
    const path = join(folder, `${stem}.${kind}`);
    if (existsSync(path)) await rename(path, join(folder, `${stem}.${number}.${kind}`));
  }
  say(`the earlier test is kept as ${join(folder, `${stem}.${number}.json`)}`);
}
