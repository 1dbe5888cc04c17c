import { DataError } from '@arcface-ts/core';
import { areaUnderRoc, equalErrorRate } from '../accepted-figures.js';
import { checkRates } from '../checked-options.js';
import type { Embeddings } from '../embeddings.js';
import type { Accepted } from '../ordered-pairs.js';
import type { Roc } from '../roc.js';
import { errorsAllowed } from '../rule-of-three.js';
import { acceptedByCosine, cosineOf, levelWithin, tieCouples } from './accepted-by-cosine.js';
import { cosineHistogram } from './cosine-histogram.js';
import { thinnedRoc } from './thinned-roc.js';

/** What the threshold does that lets as many impostors pass as the FAR allows, and no more. */
export interface AllPairsTar {
  /** Share of the same pairs with cosine ≥ threshold. */
  readonly tar: number;
  /** What the TAR might be at a threshold between the bins' edges: at most this. */
  readonly tarAtMost: number;
  /** Share of the different pairs with cosine ≥ threshold: the FAR asked for or a little less. */
  readonly far: number;
  readonly cosine: number;
  /** False accepts that the FAR allows. */
  readonly impostorPairs: number;
}

export interface AllPairsRoc {
  readonly images: number;
  readonly pairs: { readonly same: number; readonly different: number };
  /** Probability that a same pair has the larger cosine; pairs in one bin count half. */
  readonly auc: number;
  /** How far the bins may have moved the AUC, at most. */
  readonly aucError: number;
  readonly eer: number;
  /** By FAR in exponential notation; undefined where fewer than three impostor pairs are allowed. */
  readonly tarAtFar: Readonly<Record<string, AllPairsTar | undefined>>;
  /** Thinned; each point is exact. Thresholds are squared distances d = 2 − 2·cosine, and pairs with d ≤ threshold are accepted. */
  readonly roc: Roc;
}

/**
 * The ROC of all pairs of images, 87 million for LFW's 13,233: FARs down to 1e-6, which no list of pairs supports.
 * All pairs of a person count alike, so that a person with many photos weighs by their square.
 *
 * Cosines are counted in bins of 2^−17 = 7.6e-6. At the bins' edges FAR and TAR are exact; a threshold is known to the width
 * of a bin, and `tarAtMost` and `aucError` say what that costs. Measures 13,233 images of 128 dimensions in seconds.
 *
 * @param embeddings e(image) + e(mirror image), not normalized   @param labels [count] who is on each image, whole numbers
 * @throws NumericError that names an embedding which is not finite or zero; DataError without pairs of both kinds
 */
export function allPairsRoc(
  embeddings: Embeddings,
  labels: ArrayLike<number>,
  { falseAcceptRates = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6] }: { readonly falseAcceptRates?: readonly number[] } = {},
): AllPairsRoc {
  checkRates(falseAcceptRates, 'false accept rates', 'allPairsRoc, falseAcceptRates');
  const accepted = acceptedByCosine(cosineHistogram(embeddings, labels));
  const pairs = { same: accepted.same.at(-1)!, different: accepted.different.at(-1)! };
  checkKinds(pairs);
  return {
    images: embeddings.count,
    pairs,
    auc: areaUnderRoc(accepted),
    aucError: tieCouples(accepted) / (2 * pairs.same * pairs.different),
    eer: equalErrorRate(accepted),
    tarAtFar: Object.fromEntries(falseAcceptRates.map(far => [far.toExponential(), tarAt(accepted, far)])),
    roc: thinnedRoc(accepted),
  };
}

function tarAt({ same, different }: Accepted, far: number): AllPairsTar | undefined {
  const impostorPairs = errorsAllowed(far, different.at(-1)!);
  if (impostorPairs === undefined) return undefined;
  const level = levelWithin(different, impostorPairs);
  return {
    tar: same[level]! / same.at(-1)!,
    tarAtMost: same[Math.min(level + 1, same.length - 1)]! / same.at(-1)!,
    far: different[level]! / different.at(-1)!,
    cosine: cosineOf(level),
    impostorPairs,
  };
}

function checkKinds({ same, different }: AllPairsRoc['pairs']): void {
  if (same > 0 && different > 0) return;
  throw DataError.because({
    expected: 'two images of one person and images of two people',
    received: `${same} same and ${different} different pairs`,
    place: 'allPairsRoc, labels',
    next: 'Label the images by person.',
  });
}
