import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJsonAtomic } from '@arcface-ts/core';
import type { PhotoListSummary } from './photo-list.js';

/** Names end in `.key.json`: what the task graph hashes in place of the photos. */
export const cacheKeyFile = 'faces.key.json';
export const digitsKeyFile = 'mnist.key.json';

/**
 * Writes what decides whether a cached training or evaluation may be replayed, besides code and options: the content of the
 * photos, wherever they lie and whenever they were read; what finds their faces; that of a config file; that of the weights to begin with; and, when
 * a checkpoint was named, its content.
 * The key holds a random part as well where a replay would put the outputs of an older training in the place of something
 * newer: when a checkpoint was named, so that nothing is trained, and when an unfinished run waits to be resumed; and where a
 * file is asked for that no replay would write.
 */
export async function writeCacheKey(
  cacheFolder: string,
  summaries: readonly Pick<PhotoListSummary, 'set' | 'dataset' | 'fingerprint'>[],
  named: {
    checkpoint?: string | undefined;
    config?: string | undefined;
    init?: string | undefined;
    detector?: string;
    unfinishedRun?: boolean;
    writesElsewhere?: boolean;
    file?: string;
  } = {},
): Promise<void> {
  const {
    checkpoint,
    config,
    init,
    detector,
    unfinishedRun = false,
    writesElsewhere = false,
    file = cacheKeyFile,
  } = named;
  const sets = Object.fromEntries(summaries.map(({ set, dataset, fingerprint }) => [set, { dataset, fingerprint }]));
  await writeJsonAtomic(join(cacheFolder, file), {
    sets,
    ...(detector === undefined ? {} : { detector }),
    ...(config === undefined ? {} : { config: await hashOf(config) }),
    ...(init === undefined ? {} : { init: await Promise.all(weightsOf(init).map(hashOf)) }),
    ...(checkpoint === undefined ? {} : { checkpoint: await hashOf(join(checkpoint, 'checkpoint.json')) }),
    ...(checkpoint !== undefined || unfinishedRun || writesElsewhere ? { once: randomUUID() } : {}),
  });
}

/** What a training that begins with a checkpoint reads of it. */
function weightsOf(checkpoint: string): string[] {
  return ['checkpoint.json', 'weights.safetensors', 'average.safetensors'].map(file => join(checkpoint, file));
}

/** A file that is not there (a config by name, a wrong path) is told of by the command that reads it. */
async function hashOf(file: string): Promise<string> {
  const content = await readFile(file).catch(() => Buffer.from('none'));
  return createHash('sha256').update(content).digest('hex');
}
