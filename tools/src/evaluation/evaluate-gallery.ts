import { basename, join, relative, resolve } from 'node:path';
import {
  type GalleryResult,
  galleryResultSchema,
  type PipelineOptions,
  RunDirectory,
  UsageError,
  writeJsonAtomic,
} from '@arcface-ts/core';
import { readSet } from '@arcface-ts/data';
import { allPairsRoc, evaluateIdentification } from '@arcface-ts/eval';
import { startTensorflow } from '@arcface-ts/graph';
import { disposeParameters } from '@arcface-ts/models';
import { loadWeights, readCheckpointRecord } from '@arcface-ts/train';
import { cropListed, type OpeningOptions } from './crop-listed.js';
import { checkCrop, embedSet } from './embed-set.js';

export interface GalleryEvaluation {
  readonly workspace: string;
  /** Folder with one folder a person. */
  readonly images: string;
  readonly options: PipelineOptions;
  readonly say: (line: string) => void;
  readonly display?: OpeningOptions['display'];
}

/** Who is who in a folder of people: identification in a gallery of one photo each, and verification over all pairs of photos. */
export async function evaluateGallery(evaluation: GalleryEvaluation): Promise<GalleryResult> {
  const { workspace, images, options, say, display } = evaluation;
  const { device, gpu } = options;
  const cacheFolder = join(workspace, '.cache', 'data');
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'face');
  await using _ = await run.lockEvaluations(say);
  const path = options.checkpoint ?? run.bestFolder;
  const { input } = await readCheckpointRecord(path);
  const root = resolve(images);
  const name = galleryName(root);
  const { photos } = await readSet(root);
  const cropped = await cropListed(
    photos,
    { name, root },
    { ...options, cacheFolder, crop: input.crop.name, say, display },
  );
  startTensorflow({ device, gpu, onFallback: say });
  const weights = await loadWeights(path);
  const set = { ...cropped, name };
  checkCrop(set, { record: weights.record, path });
  say(
    `eval:gallery · ${name} · ${photos.length} photos · ${weights.record.config.model.name} from ${relative(workspace, path)}`,
  );
  const { embeddings, imagesPerSecond } = await embedSet(set, weights, { ...options, say }).finally(() =>
    disposeParameters(weights.parameters),
  );
  const people = [...new Set(photos.map(({ identity }) => identity))].sort();
  const numberOf = new Map(people.map((identity, number) => [identity, number]));
  const labels = photos.map(({ identity }) => numberOf.get(identity) as number);
  const { roc: __, ...allPairs } = allPairsRoc(embeddings, labels);
  const identification = evaluateIdentification(embeddings, labels);
  const result = galleryResultSchema.parse({
    schema: 1,
    dataset: name,
    checkpoint: { path: relative(workspace, path), sha256: weights.sha256 },
    crop: cropped.stamp.crop,
    photos: cropped.stamp.photos,
    people: people.length,
    identification: { ...identification, tpirAtFpir: known(identification.tpirAtFpir) },
    allPairs: { ...allPairs, tarAtFar: known(allPairs.tarAtFar) },
    imagesPerSecond,
  });
  const file = run.evaluationFile(`${name}-gallery`);
  await writeJsonAtomic(file, result);
  say(galleryReport(result));
  say(`written to ${relative(workspace, file)}`);
  return result;
}

/** Those rates that rest on enough. */
function known<Figure>(rates: Readonly<Record<string, Figure | undefined>>): Record<string, Figure> {
  return Object.fromEntries(
    Object.entries(rates).flatMap(([rate, figure]) => (figure === undefined ? [] : [[rate, figure]])),
  );
}

function galleryName(root: string): string {
  const name = basename(root).replaceAll(/[^\w.-]/g, '-');
  if (/^\w/.test(name)) return name;
  throw UsageError.because({
    expected: 'a folder whose name begins with a letter or digit',
    received: JSON.stringify(basename(root)),
    place: '--images',
    next: 'Results are called by the name of their folder.',
  });
}

/** The figures in words; a rate that rests on too few searches or pairs is left out. */
export function galleryReport({ dataset, people, photos, identification, allPairs }: GalleryResult): string {
  const { gallery, searches, rank1, rank5, tpirAtFpir } = identification;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const openSet = Object.entries(tpirAtFpir).map(
    ([rate, { tpir, nonMatedSearches }]) =>
      `TPIR ${percent(tpir)} at FPIR ${rate} (${nonMatedSearches} non-mated searches)`,
  );
  const verified = Object.entries(allPairs.tarAtFar).map(
    ([rate, { tar, impostorPairs }]) => `TAR ${percent(tar)} at FAR ${rate} (${impostorPairs} impostor pairs)`,
  );
  const withoutFace = photos.withoutFace ? `; no face found in ${photos.withoutFace}, cropped at a fixed place` : '';
  return [
    `${dataset}: ${photos.read} photos of ${people} people${withoutFace}`,
    `gallery of ${gallery} people, one photo each; ${searches.mated} searches for somebody in it, ${searches.nonMated} for somebody else`,
    `  rank-1 ${percent(rank1)}, rank-5 ${percent(rank5)}`,
    ...openSet.map(line => `  ${line}`),
    `all pairs: ${allPairs.pairs.same} of one person, ${allPairs.pairs.different} of two`,
    `  AUC ${allPairs.auc.toFixed(4)}, EER ${percent(allPairs.eer)}`,
    ...verified.map(line => `  ${line}`),
  ].join('\n');
}
