import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type DataSummary,
  dataSummarySchema,
  type ManifestRecord,
  readJson,
  writeFileAtomic,
  writeJsonAtomic,
} from '@arcface-ts/core';
import { checkPresence } from './photo-list.js';
import { filesOf } from './set-files.js';
import { readVouchedLines, vouchedLines } from './vouched-lines.js';

const prepareAgain = 'Run `nx run data:faces`.';

/** The summary of a set's crops; undefined when there is none that can be read. */
export async function readSummary(cacheFolder: string, set: string): Promise<DataSummary | undefined> {
  const file = filesOf(cacheFolder, set).summary;
  return existsSync(file) ? readJson(file, dataSummarySchema).catch(() => undefined) : undefined;
}

/**
 * Writes a set's manifest and summary; when they would say what they say already, their bytes stay as they are. Returns
 * the summary.
 */
export async function writeManifest(
  cacheFolder: string,
  facts: Omit<DataSummary, 'manifestSha256'>,
  photos: readonly ManifestRecord[],
): Promise<DataSummary> {
  const files = filesOf(cacheFolder, facts.set);
  const { text, sha256 } = vouchedLines(photos);
  const summary: DataSummary = { ...facts, manifestSha256: sha256 };
  const old = await readSummary(cacheFolder, summary.set);
  const isOld =
    isDeepStrictEqual({ ...old, seconds: 0 }, { ...summary, seconds: 0 }) &&
    (await readFile(files.manifest, 'utf8').catch(() => undefined)) === text;
  if (isOld) return summary;
  // The summary vouches for the manifest: it goes first and comes last.
  await rm(files.summary, { force: true });
  await writeFileAtomic(files.manifest, text);
  await writeJsonAtomic(files.summary, summary);
  return summary;
}

export interface Manifest {
  readonly summary: DataSummary;
  /** Paths start from `summary.root`. */
  readonly photos: readonly ManifestRecord[];
}

/**
 * Reads what `data:faces` left of a set. Throws a DataError, with the next step, when the set was not prepared or not
 * there, and when the files do not have the form they should have.
 */
export async function readManifest(cacheFolder: string, set: string): Promise<Manifest> {
  await checkPresence(cacheFolder, set);
  const files = filesOf(cacheFolder, set);
  const summary = await readJson(files.summary, dataSummarySchema, prepareAgain);
  const photos = await readVouchedLines<ManifestRecord>(files.manifest, {
    called: 'manifest',
    voucher: files.summary,
    sha256: summary.manifestSha256,
    next: prepareAgain,
  });
  return { summary, photos };
}
