import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError, RandomStream, writeFolderAtomic, writeJsonAtomic } from '@arcface-ts/core';
import { jpegFromSvg } from '../decoding/image-codec.js';
import { faceSvg } from './face-svg.js';
import { drawIdentity } from './identity.js';
import { drawPairs, formatPairs } from './pair-list.js';
import { drawConditions } from './photo-conditions.js';
import { type ProceduralOptions, proceduralFingerprint, resolveProceduralOptions } from './procedural-options.js';
import {
  formatIdentities,
  type ProceduralPhoto,
  trainingPhotos,
  verificationNames,
  verificationPhotos,
} from './procedural-photos.js';

export { type ProceduralOptions, proceduralDefaults, proceduralFingerprint } from './procedural-options.js';

export interface DrawProceduralOptions extends Partial<ProceduralOptions> {
  /** Called after each photo that was written. */
  readonly onProgress?: (drawn: number, total: number) => void;
}

/** What was drawn. */
export interface ProceduralSummary {
  readonly fingerprint: string;
  readonly trainingPhotos: number;
  readonly verificationPhotos: number;
  readonly pairs: number;
}

/** Enough to keep libuv's four threads, which do the drawing, at work. */
const photosAtOnce = 6;

/**
 * Draws faces of people who do not exist, in the layouts of CelebA (to train on) and LFW (to verify on), so that a
 * machine without any data set can do both. A person has a geometry of their own; photos differ in pose, light,
 * expression, cover, blur and compression. The same options give the same files.
 *
 * `folder` is new and comes into being complete or not at all: `celeba/Anno/identity_CelebA.txt`,
 * `celeba/Img/img_align_celeba/*.jpg` (178×218), `lfw/pairs.txt`, `lfw/images/NAME/NAME_0001.jpg` (250×250) and
 * `procedural.json` (fingerprint and options).
 * Throws a DataError when the folder exists and a UsageError when the options cannot be met.
 */
export async function drawProceduralFaces(
  folder: string,
  options: DrawProceduralOptions = {},
): Promise<ProceduralSummary> {
  const resolved = resolveProceduralOptions(options);
  const fingerprint = proceduralFingerprint(resolved);
  if (existsSync(folder)) {
    throw DataError.because({
      expected: 'a folder that does not exist yet',
      received: 'one that does',
      place: folder,
      next: 'Remove it, or name another folder: photos of two drawings are never mixed.',
    });
  }
  const training = trainingPhotos(resolved);
  const verification = verificationPhotos(resolved);
  const folds = drawPairs(
    verificationNames(resolved),
    {
      photosPerIdentity: resolved.verificationPhotosPerIdentity,
      folds: resolved.folds,
      pairsPerFold: resolved.pairsPerFold,
    },
    RandomStream.fromSeed(resolved.seed).split('procedural', 'pairs'),
  );
  await writeFolderAtomic(folder, async temporary => {
    await drawPhotos(temporary, [...training, ...verification], options.onProgress);
    await mkdir(join(temporary, 'celeba/Anno'));
    await writeFile(join(temporary, 'celeba/Anno/identity_CelebA.txt'), formatIdentities(training));
    await writeFile(join(temporary, 'lfw/pairs.txt'), formatPairs(folds));
    await writeJsonAtomic(join(temporary, 'procedural.json'), { schema: 1, fingerprint, options: resolved });
  });
  return {
    fingerprint,
    trainingPhotos: training.length,
    verificationPhotos: verification.length,
    pairs: 2 * resolved.folds * resolved.pairsPerFold,
  };
}

async function drawPhotos(
  folder: string,
  photos: readonly ProceduralPhoto[],
  onProgress: DrawProceduralOptions['onProgress'],
): Promise<void> {
  for (const parent of new Set(photos.map(photo => dirname(photo.path)))) {
    await mkdir(join(folder, parent), { recursive: true });
  }
  let drawn = 0;
  // The drawers take photos from one generator: leaving it on an error ends it for all of them.
  const queue = (function* () {
    yield* photos;
  })();
  const drawers = Array.from({ length: photosAtOnce }, async () => {
    for (const photo of queue) {
      await writeFile(join(folder, photo.path), await drawPhoto(photo));
      onProgress?.(++drawn, photos.length);
    }
  });
  // All must have stopped before the folder is given its name, or removed.
  const failed = (await Promise.allSettled(drawers)).find(outcome => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The JPEG of one photo; person and conditions are drawn anew from their streams, which costs less than keeping them. */
async function drawPhoto({ person: identity, conditions, frame }: ProceduralPhoto): Promise<Uint8Array> {
  const person = drawIdentity(identity);
  const photo = drawConditions(conditions, person);
  return jpegFromSvg(faceSvg(person, photo, frame), { quality: photo.jpegQuality, blurPx: photo.blurPx });
}
