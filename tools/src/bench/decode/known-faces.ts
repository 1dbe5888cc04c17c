import { constants, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ManifestRecord } from '@arcface-ts/core';
import type { FacePhoto } from '@arcface-ts/data';
import { identityFile, type KnownFace, landmarksFile } from './annotated-set.js';

const photosFolder = join('Img', 'img_align_celeba');

/** Makes `<root>/celeba` out of photos, in CelebA's layout; copies of them, since links must not lead out of a set. @returns its folder of annotations */
export async function layOut(
  root: string,
  celeba: string,
  photos: readonly Pick<FacePhoto, 'path' | 'identity'>[],
): Promise<string> {
  const annotations = join(root, 'celeba', 'Anno');
  await mkdir(annotations, { recursive: true });
  await mkdir(join(root, 'celeba', photosFolder), { recursive: true });
  const named = photos.map(({ path, identity }) => ({ name: basename(path), path, identity }));
  for (const { name, path } of named) {
    await copyFile(join(celeba, path), join(root, 'celeba', photosFolder, name), constants.COPYFILE_FICLONE);
  }
  await writeFile(join(annotations, 'identity_CelebA.txt'), identityFile(named));
  return annotations;
}

/** The same with the points that were found; photos in which no face was found are left out. */
export async function layOutKnown(root: string, celeba: string, records: readonly ManifestRecord[]): Promise<void> {
  const found = records.filter(({ landmarks }) => landmarks !== null);
  const annotations = await layOut(root, celeba, found);
  const known = found.map(
    ({ path, identity, sizePx, landmarks }) => ({ name: basename(path), identity, sizePx, landmarks }) as KnownFace,
  );
  await writeFile(join(annotations, 'list_landmarks_align_celeba.txt'), landmarksFile(known));
}
