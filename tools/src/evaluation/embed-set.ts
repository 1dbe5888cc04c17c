import { DataError, type PipelineOptions } from '@arcface-ts/core';
import { createLoader } from '@arcface-ts/data';
import type { Embeddings } from '@arcface-ts/eval';
import { Variables } from '@arcface-ts/graph';
import { compiledEmbedding, eagerEmbedding, embedPhotos, type loadWeights, modelOf } from '@arcface-ts/train';
import type { OpenedSet } from './opened-set.js';

type Weights = Awaited<ReturnType<typeof loadWeights>>;

/**
 * Embeds every photo of a set: e(image) + e(mirror image), not normalized, a row a photo.
 * Throws a DataError where the weights were trained on other crops: a face at another place or scale is another face to a net.
 */
export async function embedSet(
  set: Pick<OpenedSet, 'photos' | 'crop'>,
  { record, parameters }: Pick<Weights, 'record' | 'parameters'>,
  options: Pick<PipelineOptions, 'photos' | 'workers' | 'eager'> & { say: (line: string) => void },
): Promise<{ embeddings: Embeddings; imagesPerSecond: number }> {
  const { photos: batchSize = 64, workers, eager, say } = options;
  const model = modelOf(record.config);
  const variables = eager ? undefined : await Variables.create(parameters);
  const embedBatch =
    variables === undefined
      ? eagerEmbedding(model, parameters, { mirror: true })
      : compiledEmbedding(model, variables, { mirror: true, batchSize });
  const source = createLoader({
    photos: set.photos,
    imageSizePx: set.crop.imageSizePx,
    batchSize,
    seed: 0,
    order: 'sequential',
    lastBatch: 'keep',
    ...(workers === undefined ? {} : { threads: workers }),
  });
  try {
    const startedMs = performance.now();
    const embeddings = await embedPhotos(embedBatch, source.batches(0), progress(set.photos.length, say));
    return { embeddings, imagesPerSecond: (1000 * embeddings.count) / (performance.now() - startedMs) };
  } finally {
    await source.close();
    variables?.dispose();
  }
}

type CroppedSet = Pick<OpenedSet, 'name' | 'crop'> & { readonly stamp: Pick<OpenedSet['stamp'], 'crop'> };

/** Throws a DataError unless the set has the crops that the weights were trained on. */
export function checkCrop(set: CroppedSet, { record, path }: Pick<Weights, 'record'> & { path: string }): void {
  const trained = record.input.crop;
  if (trained.name === set.crop.name && trained.version === set.crop.version) return;
  throw DataError.because({
    expected: `weights trained on the crops that ${set.name} has: ${set.crop.name}, version ${set.crop.version}`,
    received: `${trained.name}, version ${trained.version}`,
    place: path,
    next: nextStep(set, trained.name),
  });
}

function nextStep({ name, crop, stamp }: CroppedSet, trained: string): string {
  if (trained === crop.name) return 'Train again: crops of this name are cut otherwise now.';
  return stamp.crop?.detector === null
    ? `The photos of ${name} are crops already: take weights that were trained with --crop=${crop.name}.`
    : `Run again with --crop=${trained}.`;
}

/** A plain line every few seconds. */
function progress(total: number, say: (line: string) => void): (photos: number) => void {
  let done = 0;
  let printedMs = performance.now();
  return photos => {
    done += photos;
    if (performance.now() - printedMs < 5000) return;
    printedMs = performance.now();
    say(`embedded ${done} of ${total} photos`);
  };
}
