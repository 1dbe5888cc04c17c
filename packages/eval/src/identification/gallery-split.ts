import { DataError, UsageError } from '@arcface-ts/core';
import { checkLabels } from '../checked-options.js';

/** Who is enrolled, and which images search. Rows of the embeddings, ascending. */
export interface GallerySplit {
  /** One image for each enrolled person. */
  readonly gallery: Uint32Array;
  /** Searches for somebody who is enrolled. */
  readonly mated: Uint32Array;
  /** For each mated search the position of the person in the gallery. */
  readonly mates: Uint32Array;
  /** Searches for somebody who is not enrolled. */
  readonly nonMated: Uint32Array;
}

const place = 'evaluateIdentification';

/**
 * Makes a gallery and searches of images by person, without a draw: the first image of each person with several is enrolled,
 * the person's others search for it, and the images of people with one search for somebody who is not there.
 *
 * @param labels [count] who is on each image, whole numbers
 * @param unenrolledEvery of the people with several images every n-th, by their first image, is left out of the gallery too, and
 * all of that person's images are non-mated searches: for sets in which hardly anybody has one image
 * @throws DataError where nobody with several images is left to enroll
 */
export function splitGallery(
  labels: ArrayLike<number>,
  { unenrolledEvery }: { readonly unenrolledEvery?: number | undefined } = {},
): GallerySplit {
  checkLabels(labels, labels.length, place);
  checkEvery(unenrolledEvery);
  const imagesOf = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const images = imagesOf.get(labels[row]!);
    if (images) images.push(row);
    else imagesOf.set(labels[row]!, [row]);
  }
  const severalImages = [...imagesOf.values()].filter(images => images.length > 1);
  const enrolled = severalImages.filter(
    (_, person) => unenrolledEvery === undefined || (person + 1) % unenrolledEvery !== 0,
  );
  if (enrolled.length === 0) {
    throw DataError.because({
      expected: 'a person with two images or more to enroll',
      received: `${labels.length} images of ${imagesOf.size} people, ${severalImages.length} with two or more`,
      place: `${place}, labels`,
      next: 'Identification needs one image in the gallery and another that searches for it.',
    });
  }
  const mateOf = new Map(
    enrolled.flatMap((images, position) => images.slice(1).map((row): [number, number] => [row, position])),
  );
  const mated = Uint32Array.from(mateOf.keys()).sort();
  const isEnrolled = new Set(enrolled.flat());
  return {
    gallery: Uint32Array.from(enrolled, ([first]) => first as number),
    mated,
    mates: mated.map(row => mateOf.get(row) as number),
    nonMated: Uint32Array.from({ length: labels.length }, (_, row) => row).filter(row => !isEnrolled.has(row)),
  };
}

function checkEvery(every: number | undefined): void {
  if (every === undefined || (Number.isInteger(every) && every >= 2)) return;
  throw UsageError.because({
    expected: 'unenrolledEvery as a whole number, 2 or more',
    received: String(every),
    place: `${place}, unenrolledEvery`,
    next: 'Write 10 to leave every tenth person out of the gallery.',
  });
}
