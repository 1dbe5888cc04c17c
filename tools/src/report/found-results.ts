import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import {
  RunDirectory,
  readJson,
  runSummarySchema,
  type VerificationResult,
  verificationResultSchema,
} from '@arcface-ts/core';
import type { FoundResult } from '@arcface-ts/eval';

export interface FoundResults {
  readonly results: readonly FoundResult[];
  /** Paths of files that do not have the form of a result. */
  readonly unreadable: readonly string[];
}

/** Reads every runs/<run>/eval/<set>.json, in the order of their paths. @param runsFolder `runs`; it need not be there */
export async function findResults(runsFolder: string): Promise<FoundResults> {
  const results: FoundResult[] = [];
  const unreadable: string[] = [];
  for (const run of await namesIn(runsFolder)) {
    const folder = join(runsFolder, run, 'eval');
    for (const file of await namesIn(folder)) {
      if (!file.endsWith('.json')) continue;
      const path = join(folder, file);
      const result = await readJson(path, verificationResultSchema).catch(() => undefined);
      if (result === undefined) unreadable.push(relative(join(runsFolder, '..'), path));
      else results.push(await foundResult(runsFolder, { run, set: basename(file, '.json'), result }));
    }
  }
  return { results, unreadable };
}

/** A result as a report shows it. The day is that of its file, since a result does not say when it was written. */
export async function foundResult(
  runsFolder: string,
  { run, set, result }: Pick<FoundResult, 'run' | 'set' | 'result'>,
): Promise<FoundResult> {
  const { mtime } = await stat(RunDirectory.at(runsFolder, run).evaluationFile(set));
  return { run, set, result, date: mtime.toISOString().slice(0, 10), net: await netOf(runsFolder, result) };
}

/** The net of the run that the weights lie in: not always the one that the result lies in. */
async function netOf(runsFolder: string, { checkpoint }: VerificationResult): Promise<string | undefined> {
  const [folder, run] = checkpoint.path.split(/[\\/]/);
  if (folder !== 'runs' || run === undefined) return undefined;
  const path = join(runsFolder, run, 'summary.json');
  if (!existsSync(path)) return undefined;
  const summary = await readJson(path, runSummarySchema).catch(() => undefined);
  return summary?.model;
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort();
}
