import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type RunDirectory,
  type RunSummary,
  readJson,
  weightsOriginSchema,
  writeFileAtomic,
  writeJsonAtomic,
} from '@arcface-ts/core';
import { z } from 'zod';
import { listCheckpoints, type Progress, tidyUp } from '../checkpoint/checkpoint.js';
import { type TrainingConfig, trainingConfigSchema } from '../config.js';

/** `runs/<name>/config.json`: what decides the trained weights, to the bit. */
const runIdentitySchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  dataFingerprint: z.string(),
  codeFingerprint: z.string(),
  crop: z.object({ name: z.string(), version: z.int() }),
  /** What it begins with; null: random weights. */
  init: weightsOriginSchema.nullable().default(null),
  config: trainingConfigSchema,
});
export type RunIdentity = Omit<z.infer<typeof runIdentitySchema>, 'schema'>;

/** How a run begins: from nothing, from a checkpoint (of those here, newest first), from nothing but with rows of a cut off start, or not at all. */
export type Opening =
  | { readonly finished: RunSummary }
  | { readonly finished?: never; readonly checkpoints: readonly string[]; readonly again: boolean };

/**
 * Opens the folder of a run and says how it begins.
 *
 * A run of the same config and photos that was cut off goes on from its newest checkpoint; one that was finished by the same
 * code is left as it is. Whatever else stands there (another config, other photos, other code) is moved aside under a
 * number, so that nothing is lost. `say` is told which of it happened.
 */
export async function openRun(
  run: RunDirectory,
  identity: RunIdentity,
  options: { resume: 'auto' | 'never'; say: (text: string) => void },
): Promise<Opening> {
  const standing = await inspectRun(run, identity, options.resume);
  if ('finished' in standing) return { finished: standing.finished };
  if ('reason' in standing) options.say(`${standing.reason}: the earlier run is kept as ${await run.setAside()}`);
  if ('note' in standing) options.say(standing.note);
  await run.create();
  const again = existsSync(run.configFile);
  await writeJsonAtomic(run.configFile, { schema: 1, ...identity });
  await tidyUp(run.path);
  await tidyUp(run.checkpointsFolder);
  const names = await listCheckpoints(run.checkpointsFolder);
  return { checkpoints: names.reverse().map(name => join(run.checkpointsFolder, name)), again };
}

type Standing = { reason: string } | { finished: RunSummary } | { note: string } | Record<string, never>;

/** What stands in a run's folder: something to move aside, a finished run, a run that was cut off, or nothing. */
async function inspectRun(run: RunDirectory, identity: RunIdentity, resume: 'auto' | 'never'): Promise<Standing> {
  if (!existsSync(run.configFile)) {
    return (await listCheckpoints(run.checkpointsFolder)).length > 0 ? { reason: 'there is no config beside it' } : {};
  }
  if (resume === 'never') return { reason: '--resume=never' };
  const found = await readJson(run.configFile, runIdentitySchema).catch(() => undefined);
  if (found === undefined) return { reason: 'its config cannot be read' };
  if (found.dataFingerprint !== identity.dataFingerprint) return { reason: 'the photos are others' };
  if (!isDeepStrictEqual(found.crop, identity.crop)) return { reason: 'the photos are cropped otherwise' };
  // By their content: a file of the same path may be another, and a copy elsewhere the same.
  if (found.init?.weightsSha256 !== identity.init?.weightsSha256) return { reason: 'it began with other weights' };
  const changed = changedKeys(found.config, identity.config);
  if (changed.length > 0) return { reason: `the config differs in ${changed.join(', ')}` };
  const sameCode = found.codeFingerprint === identity.codeFingerprint;
  const finished = await run.readFinishedSummary();
  if (finished !== undefined) {
    return sameCode ? { finished } : { reason: 'that run was finished by other code' };
  }
  return sameCode ? {} : { note: 'the code has changed since this run began: the rest is trained by the new one' };
}

function changedKeys(before: TrainingConfig, after: TrainingConfig): string[] {
  const keys = Object.keys(after) as (keyof TrainingConfig)[];
  return keys.filter(key => !isDeepStrictEqual(before[key], after[key]));
}

/** Where a checkpoint stands. */
type Place = Pick<Progress, 'step' | 'validatedStep'>;

/**
 * Takes what came after a checkpoint off metrics.jsonl: the resumed run writes it again. That may be the validation of the checkpoint's own
 * step, since there is a checkpoint before it and one after it. Without a checkpoint nothing is kept.
 */
export async function dropMetricsAfter(run: RunDirectory, place: Place | undefined): Promise<void> {
  const text = await readFile(run.metricsFile, 'utf8').catch(() => '');
  const kept = place === undefined ? [] : text.split('\n').filter(line => isRowUpTo(line, place));
  await writeFileAtomic(run.metricsFile, kept.map(line => `${line}\n`).join(''));
}

function isRowUpTo(line: string, { step, validatedStep }: Place): boolean {
  try {
    // The last line of a killed run may be torn.
    const row = JSON.parse(line) as { kind: string; step: number };
    return (
      row.step < step ||
      (row.step === step && (row.kind === 'step' || row.kind === 'not-finite' || validatedStep === step))
    );
  } catch {
    return false;
  }
}
