import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readJson, runSummarySchema, type VerificationResult, verificationResultSchema } from '@arcface-ts/core';
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
      else {
        // A result does not say when it was written.
        const { mtime } = await stat(path);
        results.push(await foundResult(runsFolder, { run, set: basename(file, '.json'), result, written: mtime }));
      }
    }
  }
  return { results, unreadable };
}

/** A result as a report shows it. */
export async function foundResult(
  runsFolder: string,
  { written, ...found }: Pick<FoundResult, 'run' | 'set' | 'result'> & { readonly written: Date },
): Promise<FoundResult> {
  return { ...found, date: written.toISOString().slice(0, 10), net: await netOf(runsFolder, found.result) };
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
