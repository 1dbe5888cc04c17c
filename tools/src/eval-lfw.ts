import { join, relative } from 'node:path';
import {
  type Batch,
  DataError,
  type PipelineOptions,
  pipelineCommand,
  RunDirectory,
  runCommand,
  verificationResultSchema,
  writeJsonAtomic,
} from '@arcface-ts/core';
import {
  type CroppedRecord,
  createLoader,
  hasCrop,
  type Manifest,
  placeOfCrops,
  readLfw,
  readManifest,
} from '@arcface-ts/data';
import {
  embeddingNorms,
  evaluateImages,
  pairDistances,
  verificationReport,
  verificationResult,
} from '@arcface-ts/eval';
import { startTensorflow, Variables } from '@arcface-ts/graph';
import {
  compiledEmbedding,
  type Embeddings,
  eagerEmbedding,
  embedPhotos,
  loadWeights,
  modelOf,
} from '@arcface-ts/train';
import { writeVerificationEvents } from './eval-lfw/verification-events.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const command = pipelineCommand('eval:lfw', 'Verify on LFW by the official protocol.', [
  'data',
  'name',
  'checkpoint',
  'photos',
  'workers',
  'device',
  'gpu',
  'eager',
]).action(async (options: PipelineOptions) => {
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const manifest = await readManifest(cacheFolder, 'lfw');
  const { summary } = manifest;
  const procedural = summary.dataset === 'procedural';
  const notice = 'PROCEDURAL FACES: drawn, not photos; this is no result on LFW';
  if (procedural) say(notice);
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'face');
  const path = options.checkpoint ?? run.bestFolder;
  // Without --device a --gpu=N that is not there is an error: only --device=auto asks for the CPU in its place.
  startTensorflow({
    ...(options.device === undefined ? {} : { device: options.device }),
    ...(options.gpu === undefined ? {} : { gpu: options.gpu }),
  });
  const { record, parameters, sha256 } = await loadWeights(path);
  checkCrop(record.input.crop, { crop: summary.crop, path });
  const set = await readLfw(summary.root);
  const cropped = croppedPhotos(manifest);
  const placeOf = placeOfCrops(cacheFolder, summary);
  const model = modelOf(record.config);
  say(
    `eval:lfw · ${summary.dataset} · ${set.protocol} · ${set.photos.length} photos · ${model.name} from ${relative(workspace, path)}`,
  );

  const batchSize = options.photos ?? 64;
  const embedBatch = options.eager
    ? eagerEmbedding(model, parameters, { mirror: true })
    : compiledEmbedding(model, await Variables.create(parameters), { mirror: true, batchSize });
  const source = createLoader({
    photos: set.photos.map(({ path }) => ({ path, label: 0, ...placeOf(cropped.get(path) as CroppedRecord) })),
    imageSizePx: summary.crop.imageSizePx,
    batchSize,
    seed: 0,
    order: 'sequential',
    lastBatch: 'keep',
    ...(options.workers === undefined ? {} : { threads: options.workers }),
  });
  try {
    let embeddings: Embeddings | undefined;
    const embed = async (batches: AsyncIterable<Batch>): Promise<Embeddings> => {
      embeddings = await embedPhotos(embedBatch, batches, progress(set.photos.length));
      return embeddings;
    };
    const { verification, imagesPerSecond } = await evaluateImages(embed, source.batches(0), set.pairs);
    const checkpoint = { path: relative(workspace, path), sha256 };
    const result = verificationResultSchema.parse(
      verificationResult(verification, { dataset: summary.dataset, checkpoint, imagesPerSecond }),
    );
    await writeJsonAtomic(run.evaluationFile('lfw'), result);
    const distances = pairDistances(embeddings as Embeddings, embeddingNorms(embeddings as Embeddings), set.pairs);
    const report = verificationReport(verification, summary.dataset);
    await writeVerificationEvents(join(run.evaluationFolder, 'lfw'), {
      dataset: summary.dataset,
      step: record.progress.step,
      result,
      report,
      distances,
      same: set.pairs.map(pair => pair.same),
    });
    say(report);
    say(`written to ${relative(workspace, run.evaluationFile('lfw'))}`);
  } finally {
    await source.close();
  }
  if (procedural) say(notice);
});

/** A face at another place or scale is another face to the net: weights are verified on the crops that they were trained on. */
function checkCrop(
  trained: { name: string; version: number },
  { crop, path }: { crop: { name: string; version: number }; path: string },
): void {
  if (trained.name === crop.name && trained.version === crop.version) return;
  throw DataError.because({
    expected: `weights trained on the crops that LFW has: ${crop.name}, version ${crop.version}`,
    received: `${trained.name}, version ${trained.version}`,
    place: path,
    next: `Run again with --crop=${trained.name}, or train again.`,
  });
}

/** The photos by path: a result over a part of the pairs is not an LFW result. */
function croppedPhotos({ photos }: Manifest): ReadonlyMap<string, CroppedRecord> {
  const unreadable = photos.filter(photo => !hasCrop(photo));
  if (unreadable.length === 0) return new Map(photos.filter(hasCrop).map(record => [record.path, record]));
  throw DataError.because({
    expected: 'photos that can be read',
    received: `${unreadable.length} that cannot: ${unreadable
      .slice(0, 10)
      .map(({ path, problem }) => `${path}: ${problem}`)
      .join('; ')}`,
    place: 'lfw',
    next: 'Unpack these photos again, then run `nx run data:faces`.',
  });
}

/** A plain line every few seconds. */
function progress(total: number): (photos: number) => void {
  let done = 0;
  let printedMs = performance.now();
  return photos => {
    done += photos;
    if (performance.now() - printedMs < 5000) return;
    printedMs = performance.now();
    say(`embedded ${done} of ${total} photos`);
  };
}

await runCommand(command);
