import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DataError,
  DiskError,
  parseJson,
  readJson,
  weightsOriginSchema,
  writeFolderAtomic,
  writeJsonAtomic,
} from '@arcface-ts/core';
import { type Parameters, readWeights, writeWeights } from '@arcface-ts/models';
import { z } from 'zod';
import { trainingConfigSchema } from '../config.js';
import { earlyStopStateSchema } from '../loop/early-stop.js';
import { lossScaleStateSchema } from '../optimizer/loss-scale.js';
import { disposeState, type TrainingState } from '../step/training-state.js';

const stateFiles: Record<keyof TrainingState, string> = {
  parameters: 'weights.safetensors',
  optimizer: 'optimizer.safetensors',
  average: 'average.safetensors',
};
const recordFile = 'checkpoint.json';

/** How a photo becomes the net's input: whoever uses the weights must do the same. */
const inputSchema = z.object({
  imageSizePx: z.int(),
  colour: z.literal('rgb'),
  normalization: z.literal('(x - 127.5) / 127.5'),
  crop: z.object({ name: z.string(), version: z.int() }),
});

/** Where a training stood. */
export const progressSchema = z.object({
  /** Steps done since the start. */
  step: z.int().nonnegative(),
  /** Epoch that the next step belongs to, from 0, and the steps done in it. */
  epoch: z.int().nonnegative(),
  stepInEpoch: z.int().nonnegative(),
  earlyStop: earlyStopStateSchema.nullable(),
  /** Null where the loss is not scaled. */
  lossScale: lossScaleStateSchema.nullable().default(null),
  bestEpoch: z.int().nullable(),
  bestValue: z.number().nullable(),
  /** Step after which the last validation was; null before the first. */
  validatedStep: z.int().nullable().default(null),
  /** Time and waiting so far, over all sessions of the run. */
  trainingSeconds: z.number(),
  dataWaitSeconds: z.number(),
  /** NaN, which JSON holds as null, where no step had a finite one yet. */
  lastLoss: z.number().or(z.null().transform(() => Number.NaN)),
  /** Steps that were left out since loss, gradient or weights were not finite. */
  skippedSteps: z.int().nonnegative().default(0),
});
export type Progress = z.infer<typeof progressSchema>;

/** `checkpoint.json`: everything but the arrays. Random streams and the data's order follow from seed, epoch and step. */
export const checkpointSchema = z.object({
  schema: z.literal(1),
  dataset: z.string(),
  dataFingerprint: z.string(),
  /** Class c of the centres is `identities[c]`. */
  identities: z.array(z.string()),
  input: inputSchema,
  config: trainingConfigSchema,
  /** What the run began with; null: random weights. */
  init: weightsOriginSchema.nullable().default(null),
  progress: progressSchema,
  /** SHA-256 of the files beside this one. */
  files: z.record(z.string(), z.string()),
});
export type CheckpointRecord = z.infer<typeof checkpointSchema>;

function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Fills a checkpoint folder. Without an optimizer's state it can be evaluated, not trained further. */
async function fill(
  folder: string,
  record: Omit<CheckpointRecord, 'files'>,
  state: Partial<TrainingState>,
): Promise<void> {
  const files: Record<string, string> = {};
  for (const [part, file] of Object.entries(stateFiles) as [keyof TrainingState, string][]) {
    const tensors = state[part];
    if (tensors === undefined || (part === 'average' && Object.keys(tensors).length === 0)) continue;
    await writeWeights(join(folder, file), tensors);
    files[file] = sha256Of(await readFile(join(folder, file)));
  }
  const whole = { ...record, files };
  await writeJsonAtomic(join(folder, recordFile), { ...whole, sha256: sha256Of(JSON.stringify(whole)) });
}

const nameOf = (step: number): string => `step-${String(step).padStart(8, '0')}`;

/**
 * Saves the whole state as `<folder>/step-<n>`, complete or not at all, and keeps the newest two: should one turn out
 * damaged, the one before it is there. Where the disk has no room for a third one the older of two makes way.
 */
export async function saveCheckpoint(
  folder: string,
  record: Omit<CheckpointRecord, 'files'>,
  state: TrainingState,
): Promise<string> {
  const path = join(folder, nameOf(record.progress.step));
  // The last step of an epoch is saved twice: before the validation and with what it found.
  const save = () => replaceFolder(path, temporary => fill(temporary, record, state));
  const removeAllBut = async (kept: number) => {
    for (const old of (await listCheckpoints(folder)).slice(0, -kept)) await rm(join(folder, old), { recursive: true });
  };
  await save().catch(async error => {
    if (!(error instanceof DiskError && error.isFull)) throw error;
    await removeAllBut(1);
    await save();
  });
  await removeAllBut(2);
  return path;
}

/** Saves weights without the optimizer's state in place of those that `path` held. */
export async function saveWeights(
  path: string,
  record: Omit<CheckpointRecord, 'files'>,
  parameters: Parameters,
): Promise<void> {
  await replaceFolder(path, temporary => fill(temporary, record, { parameters }));
}

const nextName = (path: string): string => `${path}.next`;
const oldName = (path: string): string => `${path}.old`;

/** Fills a folder in place of the one that may be there. A kill leaves one or the other, under a name that `tidyUp` knows. */
async function replaceFolder(path: string, fillFolder: (temporary: string) => Promise<void>): Promise<void> {
  if (!existsSync(path)) return writeFolderAtomic(path, fillFolder);
  for (const left of [nextName(path), oldName(path)]) await rm(left, { recursive: true, force: true });
  await writeFolderAtomic(nextName(path), fillFolder);
  await rename(path, oldName(path));
  await rename(nextName(path), path);
  await rm(oldName(path), { recursive: true });
}

/** Brings a folder that was being replaced when the process was killed back under its name, and removes half-written ones. */
export async function tidyUp(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(entry => entry.endsWith('.old'))) {
    const path = join(folder, name.slice(0, -'.old'.length));
    if (!existsSync(path)) await rename(join(folder, name), path);
  }
  for (const name of names.filter(entry => /\.(tmp|next|old)$/.test(entry))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Names of the complete checkpoints, oldest first. */
export async function listCheckpoints(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter(name => /^step-\d{8,}$/.test(name)).sort();
}

/** What `checkpoint.json` says of its other keys; those of older versions say nothing. */
const sealSchema = z.looseObject({ sha256: z.string().optional() });

/** Reads `checkpoint.json` alone. Throws a DataError when it is damaged. */
export async function readCheckpointRecord(path: string): Promise<CheckpointRecord> {
  const file = join(path, recordFile);
  const next = 'Name the folder of a checkpoint, such as runs/face/best.';
  const { sha256, ...record } = await readJson(file, sealSchema, next);
  const text = JSON.stringify(record);
  if (sha256 !== undefined && sha256 !== sha256Of(text)) throw damaged(file, sha256, sha256Of(text));
  return parseJson(text, checkpointSchema, file);
}

/**
 * Reads the weights of a checkpoint that are judged and used, their running mean where one was kept, after checking them against the
 * hash in the record. Throws a DataError that names the file when it is damaged. The caller disposes the tensors.
 */
export async function loadWeights(
  path: string,
): Promise<{ record: CheckpointRecord; parameters: Parameters; sha256: string }> {
  const record = await readCheckpointRecord(path);
  return {
    record,
    parameters: await readChecked(path, usedWeightsFile(record), record),
    sha256: usedWeightsSha256(record),
  };
}

function usedWeightsFile({ files }: Pick<CheckpointRecord, 'files'>): string {
  return stateFiles.average in files ? stateFiles.average : stateFiles.parameters;
}

/** What `loadWeights` would give the hash of. */
export function usedWeightsSha256(record: Pick<CheckpointRecord, 'files'>): string {
  return record.files[usedWeightsFile(record)] as string;
}

/** Reads a checkpoint that `saveCheckpoint` wrote. The caller disposes the state. */
export async function loadCheckpoint(path: string): Promise<{ record: CheckpointRecord; state: TrainingState }> {
  const record = await readCheckpointRecord(path);
  const state: TrainingState = { parameters: {}, optimizer: {}, average: {} };
  try {
    for (const [part, file] of Object.entries(stateFiles) as [keyof TrainingState, string][]) {
      if (part === 'average' && !(file in record.files)) continue;
      Object.assign(state[part], await readChecked(path, file, record));
    }
  } catch (error) {
    disposeState(state);
    throw error;
  }
  return { record, state };
}

/**
 * Reads the first of some checkpoints that is not damaged; `say` is told of those that are. Throws a DataError when all are. The caller disposes the
 * state.
 */
export async function loadFirstWhole(
  paths: readonly string[],
  say: (text: string) => void,
): Promise<{ path: string; record: CheckpointRecord; state: TrainingState }> {
  for (const path of paths) {
    try {
      return { path, ...(await loadCheckpoint(path)) };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      say(`not resuming from ${path}: ${error.message}`);
    }
  }
  throw DataError.because({
    expected: 'a checkpoint that is not damaged',
    received: 'none',
    place: paths.join(', '),
    next: '--resume=never begins anew, and keeps this run under a number.',
  });
}

async function readChecked(path: string, file: string, record: CheckpointRecord): Promise<Parameters> {
  const full = join(path, file);
  const found = existsSync(full) ? sha256Of(await readFile(full)) : 'no file';
  const expected = record.files[file];
  if (found !== expected) throw damaged(full, expected ?? `of ${file}`, found);
  return readWeights(full);
}

function damaged(file: string, sha256: string, found: string): DataError {
  return DataError.because({
    expected: `SHA-256 ${sha256}`,
    received: found,
    place: file,
    next: 'The checkpoint is damaged: use another one, or train again.',
  });
}
