import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, readWholeFile } from '@arcface-ts/core';
import type { FacePhoto } from './face-photo.js';
import { listProblems } from './list-problems.js';

/** Where the aligned photos stand in CelebA's folder, and which identity each one is. */
export const celebaPhotosFolder = 'Img/img_align_celeba';
export const celebaIdentityFile = 'Anno/identity_CelebA.txt';

export interface CelebaSet {
  /** Photos that are there, in the order of the annotation; paths start from the set's folder. */
  readonly photos: readonly FacePhoto[];
  /** Rows of the annotation whose photo is not there: a part of the set is a set too. */
  readonly rowsWithoutPhoto: number;
}

interface Row {
  readonly file: string;
  readonly identity: string;
}

function fail(expected: string, received: string, place: string, next: string): never {
  throw DataError.because({ expected, received, place, next });
}

function parseRows(text: string, file: string): Row[] {
  const rows: Row[] = [];
  const firstLineOf = new Map<string, number>();
  const malformed: string[] = [];
  const repeated: string[] = [];
  let announced: number | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const match = /^\s*(\S+)\s+(\d+)\s*$/.exec(line);
    if (match) {
      const [, name, identity] = match as unknown as [string, string, string];
      const firstLine = firstLineOf.get(name);
      if (firstLine !== undefined) repeated.push(`line ${index + 1}: ${name}, as in line ${firstLine}`);
      else firstLineOf.set(name, index + 1);
      rows.push({ file: name, identity });
    } else if (index === 0 && /^\s*\d+\s*$/.test(line)) announced = Number(line);
    else malformed.push(`line ${index + 1}: ${JSON.stringify(line.slice(0, 80))}`);
  }
  if (malformed.length > 0) {
    fail(
      'rows of a file name and an identity number, such as "000001.jpg 2880"',
      listProblems(malformed),
      file,
      'Correct these lines, or fetch the file again.',
    );
  }
  if (repeated.length > 0) {
    fail('one row a photo', listProblems(repeated), file, 'Keep the row that names the right identity.');
  }
  if (announced !== undefined && announced !== rows.length) {
    fail(`${announced} rows, as the first line says`, `${rows.length}`, file, 'The file is cut off: fetch it again.');
  }
  return rows;
}

async function readOr<Value>(reading: Promise<Value>, place: string, expected: string): Promise<Value> {
  return reading.catch((error: NodeJS.ErrnoException) =>
    fail(
      expected,
      error.code ?? error.message,
      place,
      'Lay CelebA out as Anno/identity_CelebA.txt and Img/img_align_celeba/.',
    ),
  );
}

/**
 * Reads CelebA (https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html, "aligned & cropped") from its folder.
 *
 * Throws a DataError that names file and lines for a malformed or repeated row, for a photo without a row, and for a set
 * without photos. Of many problems of one kind the first ten are named.
 */
export async function readCeleba(folder: string): Promise<CelebaSet> {
  const identityFile = join(folder, celebaIdentityFile);
  const photosFolder = join(folder, celebaPhotosFolder);
  const bytes = await readOr(readWholeFile(identityFile), identityFile, "CelebA's identity annotation");
  const names = await readOr(readdir(photosFolder), photosFolder, "the folder of CelebA's aligned photos");
  const files = new Set(names.filter(name => /\.(jpe?g|png)$/i.test(name)));
  const rows = parseRows(bytes.toString('utf8'), identityFile);

  const present = rows.filter(({ file }) => files.has(file));
  if (present.length === 0) {
    fail(
      'photos that the annotation names',
      `${files.size} photos and ${rows.length} rows, none of them a pair`,
      photosFolder,
      'Put img_align_celeba there, unpacked.',
    );
  }
  for (const { file } of present) files.delete(file);
  if (files.size > 0) {
    fail(
      `a row for each photo of ${photosFolder}`,
      `none for ${listProblems([...files].sort())}`,
      identityFile,
      'Add their rows, or take these photos away.',
    );
  }
  return {
    photos: present.map(({ file, identity }) => ({ path: `${celebaPhotosFolder}/${file}`, identity })),
    rowsWithoutPhoto: rows.length - present.length,
  };
}
