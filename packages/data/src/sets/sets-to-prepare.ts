import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type PipelineOptions, trainingSets } from '@arcface-ts/core';

/**
 * What `--set` says, or else what the config trains on and LFW to verify on, with commas between; undefined where neither is named. A config
 * that cannot be read is told of by the command that trains.
 */
export async function setsToPrepare({
  set,
  config,
}: Pick<PipelineOptions, 'set' | 'config'>): Promise<string | undefined> {
  if (set !== undefined || config === undefined) return set;
  const sets = Object.hasOwn(trainingSets, config)
    ? trainingSets[config as keyof typeof trainingSets]
    : await setsOfFile(config);
  return sets === undefined ? undefined : [...sets, 'lfw'].join(',');
}

async function setsOfFile(config: string): Promise<readonly string[] | undefined> {
  if (!/\.m?js$/.test(config)) return undefined;
  const module: { config?: { sets?: unknown } } = await import(pathToFileURL(resolve(config)).href).catch(() => ({}));
  const sets = module.config?.sets;
  return Array.isArray(sets) && sets.length > 0 ? sets.map(String) : undefined;
}
