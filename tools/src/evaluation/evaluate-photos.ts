import { join, relative } from 'node:path';
import { type PipelineOption, type PipelineOptions, RunDirectory, type VerificationResult } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { disposeParameters } from '@arcface-ts/models';
import { loadWeights, readCheckpointRecord } from '@arcface-ts/train';
import type { OpeningOptions } from './crop-listed.js';
import { checkCrop, embedSet } from './embed-set.js';
import { checkReplaceable, namesFileOf, saveEmbeddings } from './named-embeddings.js';
import type { OpenedSet } from './opened-set.js';
import { protocolStamp } from './protocol-stamp.js';
import { trainTestOverlap } from './train-test-overlap.js';
import { writeOutcome } from './write-outcome.js';
import { writeThresholds } from './write-thresholds.js';

/** What a command that evaluates photos is made of: `eval:lfw` and the others differ in the set that they open. */
export interface PhotoEvaluation {
  /** The command's name. */
  readonly command: string;
  readonly workspace: string;
  readonly options: PipelineOptions;
  readonly say: (line: string) => void;
  readonly display?: OpeningOptions['display'];
  /** Finds the photos, the pairs and the crops. */
  readonly open: (options: OpeningOptions) => Promise<OpenedSet>;
}

/** What every evaluation of photos reads, besides what says which photos and pairs. */
export const photoEvaluationOptions = [
  'name',
  'checkpoint',
  'saveEmbeddings',
  'overlap',
  'photos',
  'workers',
  'device',
  'gpu',
  'eager',
] as const satisfies readonly PipelineOption[];

/** Set → crops → embeddings → protocol → result, events and report. */
export async function evaluatePhotos(evaluation: PhotoEvaluation): Promise<VerificationResult> {
  const { command, workspace, options, say, display, open } = evaluation;
  const { saveEmbeddings: npyFile, device, gpu, overlap, workers } = options;
  if (npyFile !== undefined) await checkReplaceable(npyFile); // At once, not when all photos are embedded.
  const cacheFolder = join(workspace, '.cache', 'data');
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'face');
  await using _ = await run.lockEvaluations(say);
  const path = options.checkpoint ?? run.bestFolder;
  const { input } = await readCheckpointRecord(path);
  const set = await open({ ...options, cacheFolder, crop: input.crop.name, say, display });
  const notice = `PROCEDURAL FACES: drawn, not photos; this is no result on ${set.name.toUpperCase()}`;
  const procedural = set.dataset === 'procedural';
  if (procedural) say(notice);
  // Without --device a --gpu=N that is not there is an error: only --device=auto asks for the CPU in its place.
  startTensorflow({ device, gpu, onFallback: say });
  const weights = await loadWeights(path);
  const { record, sha256 } = weights;
  checkCrop(set, { record, path });
  say(
    `${command} · ${set.dataset} · ${set.protocol} · ${set.photos.length} photos · ${record.config.model.name} from ${relative(workspace, path)}`,
  );
  const { embeddings, imagesPerSecond } = await embedSet(set, weights, { ...options, say }).finally(() =>
    disposeParameters(weights.parameters),
  );
  if (npyFile !== undefined) {
    await saveEmbeddings(npyFile, { ...embeddings, names: set.photos.map(photo => photo.path) });
    say(`embeddings in ${npyFile}, their names in ${namesFileOf(npyFile)}`);
  }
  const { result, card, report, page } = await writeOutcome(run, {
    name: set.name,
    dataset: set.dataset,
    embeddings,
    pairs: set.pairs,
    checkpoint: { path: relative(workspace, path), sha256 },
    step: record.progress.step,
    imagesPerSecond,
    stamp: protocolStamp(set, {
      flip: 'added',
      checkpointSha256: sha256,
      overlap: await trainTestOverlap(set, record, { cacheFolder, overlap, workers }),
    }),
    names: set.photos.map(photo => photo.path),
    photos: set.photos,
    threads: workers,
  });
  say(report);
  if (!(await writeThresholds({ folder: path, sha256 }, set.name, card)))
    say(`no thresholds beside the weights, which are in ${relative(workspace, path)} no more`);
  say(`written to ${relative(workspace, run.evaluationFile(set.name))} and ${relative(workspace, page)}`);
  if (procedural) say(notice);
  return result;
}
