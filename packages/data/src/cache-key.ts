import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataSummary, writeJsonAtomic } from '@arcface-ts/core';

/** Ends in `.key.json`: what the task graph hashes in place of the photos. */
export const cacheKeyFile = 'faces.key.json';

/**
 * Writes what decides whether a cached training or evaluation may be replayed: the fingerprints of the photos and, when a
 * checkpoint was named, its content. Then the key holds a random part as well: nothing is trained in that case, and a replay
 * would put back the outputs of an older training.
 */
export async function writeCacheKey(
  cacheFolder: string,
  summaries: readonly DataSummary[],
  checkpoint: string | undefined,
): Promise<void> {
  const sets = Object.fromEntries(summaries.map(({ set, root, fingerprint }) => [set, { root, fingerprint }]));
  await writeJsonAtomic(join(cacheFolder, cacheKeyFile), {
    sets,
    ...(checkpoint === undefined ? {} : { checkpoint: await checkpointHash(checkpoint), once: randomUUID() }),
  });
}

async function checkpointHash(checkpoint: string): Promise<string> {
  // A checkpoint that is not there is told of by the command that reads it.
  const record = await readFile(join(checkpoint, 'checkpoint.json')).catch(() => Buffer.from('none'));
  return createHash('sha256').update(record).digest('hex');
}
