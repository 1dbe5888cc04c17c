import { createHash } from 'node:crypto';
import { existsSync, type Stats, statSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { DataError, readJson, writeFileAtomic, writeJsonAtomic } from '@arcface-ts/core';
import { z } from 'zod';
import { type FacePhoto, imageOf } from '../sets/face-photo.js';
import { listProblems } from '../sets/list-problems.js';
import { EnclosingFolder } from './enclosing-folder.js';
import { filesOf, lockSet } from './set-files.js';
import { readVouchedLines, vouchedLines } from './vouched-lines.js';

/** A photo as it was when the set was listed. */
export interface ListedPhoto extends FacePhoto {
  readonly bytes: number;
  /** In whole milliseconds. */
  readonly modifiedMs: number;
}

/** `<cache>/<set>/photos.json`. */
const photoListSummarySchema = z.object({
  schema: z.literal(1),
  set: z.string(),
  /** The set's name, or `procedural`. */
  dataset: z.string(),
  /** Absolute path of the folder that the photos' paths start from. */
  root: z.string(),
  photos: z.int().positive(),
  identities: z.int().positive(),
  rowsWithoutPhoto: z.int().nonnegative(),
  /** Changes whenever a photo's path, size, date, identity or landmarks do. */
  fingerprint: z.string(),
  /** Of `photos.jsonl`. */
  listSha256: z.string(),
});
export type PhotoListSummary = Omit<z.infer<typeof photoListSummarySchema>, 'listSha256'>;

/** `<cache>/<set>/absent.json`. */
const absenceSchema = z.object({ lookedIn: z.string() });

export interface PhotoList {
  readonly summary: PhotoListSummary;
  readonly photos: readonly ListedPhoto[];
}

const listAgain = 'Run `nx run data:faces`.';

/**
 * Notes each photo's size and date, and what all of it comes to.
 * Throws a DataError that names the first ten photos that are not there, or that lie outside of the folder.
 * @param annotations absolute paths of the files that say who and what the photos are
 */
export async function listPhotos(
  facts: Pick<PhotoListSummary, 'set' | 'dataset' | 'root' | 'rowsWithoutPhoto'>,
  photos: readonly FacePhoto[],
  annotations: readonly string[],
): Promise<PhotoList> {
  const hash = createHash('sha256');
  const missing: string[] = [];
  const outside: string[] = [];
  const folder = new EnclosingFolder(facts.root);
  const listed = photos.map(photo => {
    const { path } = imageOf(facts.root, photo);
    const status = fileStatus(path);
    if (status === undefined) missing.push(photo.path);
    else if (!folder.encloses(path)) outside.push(photo.path);
    const { size, mtimeMs } = status ?? { size: 0, mtimeMs: 0 };
    const stamped: ListedPhoto = { ...photo, bytes: photo.part?.length ?? size, modifiedMs: Math.trunc(mtimeMs) };
    hash.update(`${JSON.stringify(stamped)}\n`);
    return stamped;
  });
  if (missing.length > 0) {
    throw DataError.because({
      expected: 'photos that are there',
      received: listProblems(missing),
      place: facts.root,
      next: 'Put these files there, or take their lines out of the list.',
    });
  }
  if (outside.length > 0) {
    throw DataError.because({
      expected: 'photos inside the folder, with no link that leads out of it',
      received: listProblems(outside),
      place: facts.root,
      next: 'Put the photos themselves there, or name the folder that holds them.',
    });
  }
  for (const annotation of annotations) hash.update(await readFile(annotation));
  const identities = new Set(photos.map(({ identity }) => identity)).size;
  return {
    summary: { schema: 1, ...facts, photos: photos.length, identities, fingerprint: hash.digest('hex') },
    photos: listed,
  };
}

/**
 * The status of a regular file; undefined for anything else, a link to itself included. Synchronous: for 200,000 small questions to the
 * file system that is several times faster than as many promises.
 */
function fileStatus(path: string): Stats | undefined {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    return status?.isFile() ? status : undefined;
  } catch {
    return undefined;
  }
}

export async function writePhotoList(
  cacheFolder: string,
  { summary, photos }: PhotoList,
  report?: (line: string) => void,
): Promise<void> {
  const files = filesOf(cacheFolder, summary.set);
  await using _ = await lockSet(cacheFolder, summary.set, report);
  await rm(files.absent, { force: true });
  // The summary vouches for the list: it goes first and comes last.
  await rm(files.photosSummary, { force: true });
  const { text, sha256 } = vouchedLines(photos);
  await writeFileAtomic(files.photos, text);
  await writeJsonAtomic(files.photosSummary, { ...summary, listSha256: sha256 });
}

/** Reads what `data:photos` wrote. Throws a DataError, with the next step, when the set was not listed or is not there. */
export async function readPhotoList(cacheFolder: string, set: string): Promise<PhotoList> {
  await checkPresence(cacheFolder, set);
  const files = filesOf(cacheFolder, set);
  const { listSha256, ...summary } = await readJson(files.photosSummary, photoListSummarySchema, listAgain);
  const photos = await readVouchedLines<ListedPhoto>(files.photos, {
    called: 'list of photos',
    voucher: files.photosSummary,
    sha256: listSha256,
    next: listAgain,
  });
  return { summary, photos };
}

/** Records that a set was looked for and is not there, and takes away what an earlier data root left. */
export async function writeAbsence(
  cacheFolder: string,
  set: string,
  lookedIn: string,
  report?: (line: string) => void,
): Promise<void> {
  const files = filesOf(cacheFolder, set);
  await using _ = await lockSet(cacheFolder, set, report);
  for (const file of [files.manifest, files.summary, files.photos, files.photosSummary])
    await rm(file, { force: true });
  await mkdir(files.folder, { recursive: true });
  await writeJsonAtomic(files.absent, { schema: 1, set, lookedIn });
}

export function isAbsent(cacheFolder: string, set: string): boolean {
  return existsSync(filesOf(cacheFolder, set).absent);
}

/** Throws the DataError of a set that was looked for and is not there. */
export async function checkPresence(cacheFolder: string, set: string): Promise<void> {
  if (!isAbsent(cacheFolder, set)) return;
  const { absent } = filesOf(cacheFolder, set);
  const { lookedIn } = await readJson(absent, absenceSchema, listAgain);
  throw DataError.because({
    expected: `a data root with ${set}/`,
    received: `${lookedIn}, which has none`,
    place: absent,
    next: `Put ${set}/ there or name another root with --data, then run \`nx run data:faces\`.`,
  });
}
