import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { asError, DataError } from '@arcface-ts/core';
import type { FacePhoto } from '../face-photo.js';

export interface PeopleFolder {
  /** Sorted by path; paths start from the folder, and the identity is the name of a person's folder. */
  readonly photos: readonly FacePhoto[];
  /** Files and folders that are no photo of a person; those whose name begins with a dot do not count. */
  readonly notPhotos: number;
}

const photoName = /\.(jpe?g|png|webp|bmp|tiff?)$/i;

/** Folders that are read at a time: the file system's threads are few, and what waits for them holds memory. */
const foldersAtOnce = 64;

function fail(place: string, expected: string, received: string, next: string): never {
  throw DataError.because({ expected, received, place, next });
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(thrown => {
    const error = asError(thrown) as NodeJS.ErrnoException;
    return fail(folder, 'a folder', error.code ?? error.message, 'Check the path.');
  });
  const seen = entries.filter(({ name }) => !name.startsWith('.'));
  // A manifest is a list of lines, and a name in another encoding than UTF-8 cannot be opened again.
  const odd = seen.find(({ name }) => /[\r\n\uFFFD]/.test(name));
  if (odd) {
    fail(folder, 'names in UTF-8 without line breaks', JSON.stringify(odd.name), 'Rename it.');
  }
  return seen;
}

/** What an entry is; a link is what it leads to, which must be inside `root`. */
async function kindOf(entry: Dirent, options: { folder: string; root: string }): Promise<'folder' | 'file' | 'other'> {
  if (!entry.isSymbolicLink()) return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';
  const link = join(options.folder, entry.name);
  const next = 'Take the link away, or put the photos in its place.';
  const target = await realpath(link).catch(thrown => {
    const error = asError(thrown) as NodeJS.ErrnoException;
    return fail(link, 'a link to something', error.code ?? error.message, next);
  });
  if (!target.startsWith(options.root + sep)) fail(link, `a link inside ${options.root}`, `one to ${target}`, next);
  const status = await stat(target);
  return status.isDirectory() ? 'folder' : status.isFile() ? 'file' : 'other';
}

async function photosOf(person: string, options: { folder: string; root: string }): Promise<PeopleFolder> {
  const folder = join(options.folder, person);
  const entries = await entriesOf(folder);
  const names: string[] = [];
  for (const entry of entries) {
    // Of half a million entries nearly all are plain files: only a link is worth a promise.
    const kind = entry.isFile() ? 'file' : await kindOf(entry, { folder, root: options.root });
    if (kind === 'file' && photoName.test(entry.name)) names.push(entry.name);
  }
  return {
    photos: names.sort().map(name => ({ path: `${person}/${name}`, identity: person })),
    notPhotos: entries.length - names.length,
  };
}

/**
 * Reads a set that has one folder a person: CASIA-WebFace, VGGFace2 (pass its `train/` or `test/`), Pins.
 *
 * Throws a DataError that names the place for a folder without people, a link that leads out of the folder or nowhere, and
 * a name with a line break.
 */
export async function readFolderOfPeople(folder: string): Promise<PeopleFolder> {
  const entries = await entriesOf(folder);
  const root = await realpath(folder);
  const people: string[] = [];
  for (const entry of entries) if ((await kindOf(entry, { folder, root })) === 'folder') people.push(entry.name);
  // As the paths will stand: "Ann-B/" comes before "Ann/", though "Ann" before "Ann-B".
  people.sort((a, b) => (`${a}/` < `${b}/` ? -1 : 1));

  const photos: FacePhoto[] = [];
  let notPhotos = entries.length - people.length;
  for (let first = 0; first < people.length; first += foldersAtOnce) {
    const some = people.slice(first, first + foldersAtOnce).map(person => photosOf(person, { folder, root }));
    for (const read of await Promise.all(some)) {
      for (const photo of read.photos) photos.push(photo);
      notPhotos += read.notPhotos;
    }
  }
  if (photos.length === 0) {
    fail(
      folder,
      'a folder of .jpg, .png, .webp, .bmp or .tif photos for each person',
      `${people.length} folders and no photo in them`,
      'Pass the folder that holds the people, such as train/ of VGGFace2.',
    );
  }
  return { photos, notPhotos };
}
