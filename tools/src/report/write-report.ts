import { join } from 'node:path';
import { type RunDirectory, type VerificationResult, writeFileAtomic } from '@arcface-ts/core';
import type { DecodePool, LabelledPhoto } from '@arcface-ts/data';
import {
  drawReportCharts,
  type Embeddings,
  hardestPairs,
  reportPage,
  type ShownPhoto,
  type Verification,
  type VerificationPair,
  type WrongPairs,
} from '@arcface-ts/eval';
import { type CropPixels, cropPixels, pictureUri, withDecodePool } from './crop-pictures.js';
import { findResults, foundResult } from './found-results.js';
import { peopleToProject } from './people-to-project.js';
import { writePictureEvents } from './picture-events.js';

/** As in the crops themselves; the projector draws its pictures small. */
const pairSidePx = 112;
const projectedSidePx = 48;

export interface Evaluated {
  /** Names the result's files. */
  readonly set: string;
  readonly result: VerificationResult;
  readonly verification: Verification;
  readonly embeddings: Embeddings;
  readonly pairs: readonly VerificationPair[];
  /** Squared distance of each pair. */
  readonly distances: Float64Array;
  /** Step of the training that the weights come from. */
  readonly step: number;
  /** What row i of the embeddings is called. */
  readonly names: readonly string[];
  /** Where the crop of each row lies; without it the report names photos and shows none. */
  readonly photos?: readonly LabelledPhoto[];
}

/**
 * Writes `runs/<run>/eval/<set>/report.html`, and what it shows as TensorBoard's events beside it. The result's JSON has to be there
 * already; other results are looked for in the folder of runs.
 *
 * @returns the path of the page
 */
export async function writeReport(
  run: RunDirectory,
  evaluated: Evaluated,
  options: { threads?: number } = {},
): Promise<string> {
  const { set, result, verification, embeddings, pairs, distances, names, photos, step } = evaluated;
  const folder = join(run.evaluationFolder, set);
  const charts = await drawReportCharts(verification, {
    same: distances.filter((_, pair) => pairs[pair]?.same === true),
    different: distances.filter((_, pair) => pairs[pair]?.same === false),
  });
  const hardest = hardestPairs(distances, pairs, verification);
  const rows = photos === undefined ? [] : peopleToProject(pairs);
  const crops = photos && (await withDecodePool(options, pool => cropsOf(photos, { hardest, pairs, rows, pool })));
  const pictures = new Map<number, readonly [ShownPhoto, ShownPhoto]>();
  for (const kind of ['falseAccepts', 'falseRejects'] as const) {
    for (const [place, { pair }] of hardest[kind].worst.entries()) {
      pictures.set(pair, await photosOfPair(pairs[pair] as VerificationPair, names, crops?.[kind], 2 * place));
    }
  }
  const runsFolder = join(run.path, '..');
  const found = await foundResult(runsFolder, { run: run.name, set, result, written: new Date() });
  const { results, unreadable } = await findResults(runsFolder);
  const page = reportPage({
    found,
    verification,
    charts,
    hardest,
    photosOf: pair => pictures.get(pair) as readonly [ShownPhoto, ShownPhoto],
    others: results.filter(other => other.run !== run.name || other.set !== set),
    unreadable,
  });
  await writePictureEvents(folder, {
    dataset: result.dataset,
    step,
    charts,
    distances,
    pairs,
    ...(crops === undefined ? {} : { hardest: { falseAccepts: crops.falseAccepts, falseRejects: crops.falseRejects } }),
    ...(crops === undefined || rows.length === 0
      ? {}
      : { people: { rows, embeddings, labels: labelsOf(rows, names), crops: crops.people } }),
  });
  const path = join(folder, 'report.html');
  await writeFileAtomic(path, page);
  return path;
}

interface Crops {
  readonly falseAccepts: CropPixels;
  readonly falseRejects: CropPixels;
  readonly people: CropPixels;
}

async function cropsOf(
  photos: readonly LabelledPhoto[],
  wanted: {
    hardest: { falseAccepts: WrongPairs; falseRejects: WrongPairs };
    pairs: readonly VerificationPair[];
    rows: readonly number[];
    pool: DecodePool;
  },
): Promise<Crops> {
  const { hardest, pairs, rows, pool } = wanted;
  const at = (row: number) => photos[row] as LabelledPhoto;
  const ofPairs = ({ worst }: WrongPairs) =>
    cropPixels(
      worst.flatMap(({ pair }) => [
        at((pairs[pair] as VerificationPair).first),
        at((pairs[pair] as VerificationPair).second),
      ]),
      pairSidePx,
      pool,
    );
  return {
    falseAccepts: await ofPairs(hardest.falseAccepts),
    falseRejects: await ofPairs(hardest.falseRejects),
    people: await cropPixels(rows.map(at), projectedSidePx, pool),
  };
}

/** @param place of the pair's first crop among the crops */
async function photosOfPair(
  { first, second }: VerificationPair,
  names: readonly string[],
  crops: CropPixels | undefined,
  place: number,
): Promise<readonly [ShownPhoto, ShownPhoto]> {
  const shown = async (row: number, index: number): Promise<ShownPhoto> => ({
    name: names[row] as string,
    ...(crops === undefined ? {} : { picture: await pictureUri(crops, index) }),
  });
  return [await shown(first, place), await shown(second, place + 1)];
}

/** Of `images/Al_Pacino/Al_Pacino_0001.jpg` the person is the folder. */
function labelsOf(rows: readonly number[], names: readonly string[]): { person: string[]; photo: string[] } {
  const parts = rows.map(row => (names[row] as string).split('/'));
  return { person: parts.map(part => part.at(-2) ?? '–'), photo: parts.map(part => part.at(-1) as string) };
}
