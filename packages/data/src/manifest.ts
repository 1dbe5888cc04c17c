import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  DataError,
  type DataSummary,
  dataSummarySchema,
  type ManifestRecord,
  manifestRecordSchema,
  parseJson,
  readJson,
  writeFileAtomic,
  writeJsonAtomic,
} from '@arcface-ts/core';

/** What preparing a set leaves in `<cache>/<set>/`. */
function filesOf(cacheFolder: string, set: string) {
  const folder = join(cacheFolder, set);
  return {
    folder,
    manifest: join(folder, 'manifest.jsonl'),
    summary: join(folder, 'summary.json'),
    absent: join(folder, 'absent.json'),
  };
}

const prepareAgain = 'Run `nx run data:faces`.';

/** Whether what is on the disk says the same as the new summary, the seconds it took aside. */
async function isUnchanged(files: ReturnType<typeof filesOf>, summary: DataSummary): Promise<boolean> {
  if (!existsSync(files.manifest) || !existsSync(files.summary)) return false;
  const old = await readJson(files.summary, dataSummarySchema).catch(() => undefined);
  return isDeepStrictEqual({ ...old, seconds: 0 }, { ...summary, seconds: 0 });
}

/**
 * Writes a set's manifest and summary; when they would say what they say already, their bytes stay as they are, so that
 * what is cached by them stays valid. Returns whether they were written.
 */
export async function writeManifest(
  cacheFolder: string,
  summary: DataSummary,
  photos: readonly ManifestRecord[],
): Promise<boolean> {
  const files = filesOf(cacheFolder, summary.set);
  await rm(files.absent, { force: true });
  if (await isUnchanged(files, summary)) return false;
  // The summary vouches for the manifest: it goes first and comes last.
  await rm(files.summary, { force: true });
  await writeFileAtomic(
    files.manifest,
    photos.map(({ path, identity }) => `${JSON.stringify({ path, identity })}\n`).join(''),
  );
  await writeJsonAtomic(files.summary, summary);
  return true;
}

/** Records that a set was looked for and is not there, and takes away what an earlier data root left. */
export async function writeAbsence(cacheFolder: string, set: string, lookedIn: string): Promise<void> {
  const files = filesOf(cacheFolder, set);
  await rm(files.manifest, { force: true });
  await rm(files.summary, { force: true });
  await mkdir(files.folder, { recursive: true });
  await writeJsonAtomic(files.absent, { schema: 1, set, lookedIn });
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
  const files = filesOf(cacheFolder, set);
  if (existsSync(files.absent)) {
    const { lookedIn } = JSON.parse(await readFile(files.absent, 'utf8')) as { lookedIn: string };
    throw DataError.because({
      expected: `a data root with ${set}/`,
      received: `${lookedIn}, which has none`,
      place: files.absent,
      next: `Put ${set}/ there or name another root with --data, then run \`nx run data:faces\`.`,
    });
  }
  const summary = await readJson(files.summary, dataSummarySchema, prepareAgain);
  const text = await readFile(files.manifest, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw DataError.because({
      expected: 'a readable manifest',
      received: error.code ?? error.message,
      place: files.manifest,
      next: prepareAgain,
    });
  });
  const lines = text.split('\n').filter(line => line !== '');
  const photos = lines.map((line, index) =>
    parseJson(line, manifestRecordSchema, `${files.manifest}, line ${index + 1}`),
  );
  if (photos.length !== summary.photos) {
    throw DataError.because({
      expected: `${summary.photos} photos, as the summary says`,
      received: `${photos.length}`,
      place: files.manifest,
      next: prepareAgain,
    });
  }
  return { summary, photos };
}
