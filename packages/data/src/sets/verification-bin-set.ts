import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { asError, DataError } from '@arcface-ts/core';
import { photoSize } from '../decoding/image-codec.js';
import { readVerificationBin, type VerificationBin } from './formats/verification-bin.js';
import { listProblems } from './list-problems.js';
import { dealFolds } from './pair-list/deal-folds.js';
import { joinPeople } from './pair-list/people-of-pairs.js';
import type { VerificationPair } from './verification-pair.js';

/** A verification set of insightface, whose photos are aligned crops inside one file. */
export interface VerificationBinSet {
  /** What each photo is called, `lfw.bin#0`, and where its bytes are in the file. One that comes twice is here once. */
  readonly photos: readonly { readonly path: string; readonly position: number; readonly length: number }[];
  readonly pairs: readonly VerificationPair[];
  readonly folds: number;
  /** Where the folds come from, in words. */
  readonly foldsFrom: string;
  /** SHA-256 of the images and the answers, in the order of the pairs. */
  readonly sha256: string;
}

const folds = 10;

/**
 * Reads a verification set of insightface as pairs of photos. The file names nobody: photos that same pairs join are one
 * person. Where such a person also has a different pair, as in sets with wrong labels, the photos of each pair are taken for
 * people of their own, so that the set can be judged as it is; the interval is then too narrow.
 *
 * @param options.sidePx what the photos must be, since they are not aligned again
 * Throws a DataError for a photo of another size, and for what `readVerificationBin` refuses.
 */
export async function readVerificationBinSet(
  file: string,
  { sidePx }: { sidePx: number },
): Promise<VerificationBinSet> {
  const bin = await readVerificationBin(file);
  await checkSizes(bin, { file, sidePx });
  const hash = createHash('sha256');
  const rowOf = new Map<string, number>();
  const photos: { path: string; position: number; length: number }[] = [];
  const rows = bin.images.map((image, index) => {
    const digest = createHash('sha256').update(image).digest('hex');
    hash.update(digest);
    const known = rowOf.get(digest);
    if (known !== undefined) return known;
    const position = bin.positions[index] ?? refuseForm(file, index);
    rowOf.set(digest, photos.length);
    return photos.push({ path: `${basename(file)}#${index}`, position, length: image.length }) - 1;
  });
  hash.update(Uint8Array.from(bin.same, Number));
  const matches = bin.same.map((same, pair) => ({
    first: rows[2 * pair] as number,
    second: rows[2 * pair + 1] as number,
    same,
  }));
  const people = peopleOf(photos.length, matches);
  const { of, from } = foldsOf(people, file);
  return {
    photos,
    folds,
    foldsFrom: from,
    sha256: hash.digest('hex'),
    pairs: matches.map((match, pair) => ({
      ...match,
      fold: of[pair] as number,
      firstIdentity: people[pair]?.first as number,
      secondIdentity: people[pair]?.second as number,
    })),
  };
}

type Match = { readonly first: number; readonly second: number; readonly same: boolean };

/** The pairs with people in the place of photos. */
function peopleOf(photos: number, matches: readonly Match[]): Match[] {
  const { of, contradictory } = joinPeople(photos, matches);
  if (contradictory.length === 0) {
    return matches.map(({ first, second, same }) => ({ first: of[first] ?? 0, second: of[second] ?? 0, same }));
  }
  return matches.map(({ same }, pair) => ({ first: 2 * pair, second: same ? 2 * pair : 2 * pair + 1, same }));
}

/** insightface's folds are tenths of the file in its order (scikit-learn's KFold); they are dealt where one would have a single kind. */
function foldsOf(people: readonly Match[], file: string): { of: Uint32Array; from: string } {
  const size = Math.floor(people.length / folds);
  const larger = people.length % folds;
  const of = Uint32Array.from(people, (_, pair) =>
    pair < larger * (size + 1)
      ? Math.floor(pair / (size + 1))
      : larger + Math.floor((pair - larger * (size + 1)) / size),
  );
  const kinds = new Set(people.map(({ same }, pair) => `${of[pair]} ${same}`));
  if (kinds.size === 2 * folds) return { of, from: 'tenths of the file in its order' };
  return dealFolds(people, folds, file);
}

async function checkSizes({ images }: VerificationBin, { file, sidePx }: { file: string; sidePx: number }) {
  const sizes = await Promise.all(
    images.map(image => photoSize(image).catch((thrown: unknown) => asError(thrown).message)),
  );
  const wrong = sizes.flatMap((size, index) => {
    if (typeof size === 'string') return [`image ${index}: ${size}`];
    return size.width === sidePx && size.height === sidePx ? [] : [`image ${index}: ${size.width}×${size.height}`];
  });
  if (wrong.length === 0) return;
  throw DataError.because({
    expected: `aligned photos of ${sidePx}×${sidePx}, as insightface cuts them`,
    received: listProblems(wrong),
    place: file,
    next: 'Photos that are not aligned belong into a folder with a list of pairs: eval:pairs aligns them.',
  });
}

function refuseForm(file: string, index: number): never {
  throw DataError.because({
    expected: 'a pickle that holds the bytes of its images as they are',
    received: `image ${index} in another form`,
    place: file,
    next: 'Write it with pickle.dump((images, same), file, protocol=4).',
  });
}
