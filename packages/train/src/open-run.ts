import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type RunDirectory, readJson, runSummarySchema, writeFileAtomic, writeJsonAtomic } from '@arcface-ts/core';
import { z } from 'zod';
import { listCheckpoints } from './checkpoint.js';
import { type TrainingConfig, trainingConfigSchema } from './config.js';

/** `runs/<name>/config.json`: what decides the trained weights, to the bit. */
const runConfigSchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  dataFingerprint: z.string(),
  config: trainingConfigSchema,
});

export interface RunIdentity {
  readonly dataset: string;
  readonly dataFingerprint: string;
  readonly config: TrainingConfig;
}

/**
 * Opens the folder of a run and says which checkpoint to go on from.
 *
 * A run of the same config and data that was cut off is resumed. Whatever else stands there (a finished run, another
 * config, other photos) is moved aside under a number, so that nothing is lost. `say` is told which of it happened.
 */
export async function openRun(
  run: RunDirectory,
  identity: RunIdentity,
  options: { resume: 'auto' | 'never'; say: (text: string) => void },
): Promise<{ checkpoint: string | undefined }> {
  const reason = await reasonToStartAnew(run, identity, options.resume);
  if (reason !== undefined) options.say(`${reason}: the earlier run is kept as ${await run.setAside()}`);
  await run.create();
  if (!existsSync(run.configFile)) {
    await writeJsonAtomic(run.configFile, { schema: 1, ...identity });
    return { checkpoint: undefined };
  }
  const newest = (await listCheckpoints(run.checkpointsFolder)).at(-1);
  return { checkpoint: newest === undefined ? undefined : join(run.checkpointsFolder, newest) };
}

/** Undefined when the folder is free, or holds the same run, cut off before its end. */
async function reasonToStartAnew(
  run: RunDirectory,
  identity: RunIdentity,
  resume: 'auto' | 'never',
): Promise<string | undefined> {
  if (!existsSync(run.configFile))
    return run.exists() && (await listCheckpoints(run.checkpointsFolder)).length > 0 ? 'no config' : undefined;
  if (resume === 'never') return '--resume=never';
  const found = await readJson(run.configFile, runConfigSchema).catch(() => undefined);
  if (found === undefined) return 'its config cannot be read';
  if (found.dataFingerprint !== identity.dataFingerprint) return 'the photos are others';
  const changed = changedKeys(found.config, identity.config);
  if (changed.length > 0) return `the config differs in ${changed.join(', ')}`;
  const summary = await readJson(run.summaryFile, runSummarySchema).catch(() => undefined);
  return summary !== undefined && summary.stoppedBy !== 'interrupt' ? 'that run is finished' : undefined;
}

function changedKeys(before: TrainingConfig, after: TrainingConfig): string[] {
  const keys = Object.keys(after) as (keyof TrainingConfig)[];
  return keys.filter(key => !isDeepStrictEqual(before[key], after[key]));
}

/** Takes rows of steps after the checkpoint off metrics.jsonl: the resumed run writes them again. */
export async function dropMetricsAfter(run: RunDirectory, step: number): Promise<void> {
  const text = await readFile(run.metricsFile, 'utf8').catch(() => '');
  const kept = text.split('\n').filter(line => isRowUpTo(line, step));
  await writeFileAtomic(run.metricsFile, kept.map(line => `${line}\n`).join(''));
}

function isRowUpTo(line: string, step: number): boolean {
  try {
    // The last line of a killed run may be torn.
    return (JSON.parse(line) as { step: number }).step <= step;
  } catch {
    return false;
  }
}
