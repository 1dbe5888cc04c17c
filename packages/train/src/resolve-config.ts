import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asError, type PipelineOptions, UsageError } from '@arcface-ts/core';
import { z } from 'zod';
import { type TrainingConfig, trainingConfigSchema } from './config.js';
import { configs } from './configs/index.js';

/**
 * The config that a name (or the path of a JavaScript module that exports `config`) stands for, with the command's options
 * laid over it and all defaults filled in. A fault names the config and the path of the key.
 */
export async function resolveConfig(name: string, options: PipelineOptions = {}): Promise<TrainingConfig> {
  const base = Object.hasOwn(configs, name) ? configs[name] : await importConfig(name);
  const { epochs, photos, seed, limit, crop, precision, freeze } = options;
  const frozenBackbone = freeze === true ? { percent: 100 } : freeze === undefined ? undefined : { epochs: freeze };
  const chosen = Object.fromEntries(
    Object.entries({
      epochs,
      batchSize: photos,
      seed,
      maxStepsPerEpoch: limit,
      crop,
      precision,
      frozenBackbone,
    }).filter(([, value]) => value !== undefined),
  );
  const parsed = trainingConfigSchema.safeParse({ ...(base as object), ...chosen });
  if (parsed.success) return parsed.data;
  throw new UsageError(`The config "${name}" is not valid:\n${z.prettifyError(parsed.error)}`);
}

async function importConfig(name: string): Promise<unknown> {
  const unknown = (received: string): UsageError =>
    UsageError.because({
      expected: `one of the configs ${Object.keys(configs).join(', ')}, or a path of a .js or .mjs file that exports "config"`,
      received,
      place: '--config',
    });
  if (!/\.m?js$/.test(name)) throw unknown(JSON.stringify(name));
  const path = isAbsolute(name) ? name : resolve(name);
  const module: unknown = await import(pathToFileURL(path).href).catch(error => {
    throw unknown(`${path}, which does not load: ${asError(error).message}`);
  });
  // A module's namespace has no prototype: it is no instance of Object.
  if (typeof module !== 'object' || module === null || !('config' in module))
    throw unknown(`${path}, which exports no "config"`);
  return module.config;
}
