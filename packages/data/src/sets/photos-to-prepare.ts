import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type PipelineOptions, type TrainingPhotos, trainingPhotos } from '@arcface-ts/core';

/**
 * What `--set` and `--crop` say, or else what the config trains on, with LFW to verify on; `set` has commas between names. What neither says
 * is left out. A config that cannot be read is told of by the command that trains.
 */
export async function photosToPrepare({
  set,
  crop,
  config,
}: Pick<PipelineOptions, 'set' | 'crop' | 'config'>): Promise<{ set?: string | undefined; crop?: string | undefined }> {
  const trained = config === undefined ? {} : await photosOf(config);
  return { set: set ?? (trained.sets && [...trained.sets, 'lfw'].join(',')), crop: crop ?? trained.crop };
}

async function photosOf(config: string): Promise<TrainingPhotos> {
  if (Object.hasOwn(trainingPhotos, config)) return trainingPhotos[config as keyof typeof trainingPhotos];
  if (!/\.m?js$/.test(config)) return {};
  const file = pathToFileURL(resolve(config)).href;
  const module: { config?: { sets?: unknown; crop?: unknown } } = await import(file).catch(() => ({}));
  const { sets, crop } = module.config ?? {};
  return {
    ...(Array.isArray(sets) && sets.length > 0 ? { sets: sets.map(String) } : {}),
    ...(typeof crop === 'string' ? { crop } : {}),
  };
}
