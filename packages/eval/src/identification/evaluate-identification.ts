import { checkLabels, checkRates } from '../checked-options.js';
import type { Embeddings } from '../embeddings.js';
import { errorsAllowed } from '../rule-of-three.js';
import { splitGallery } from './gallery-split.js';
import { type GallerySearch, searchGallery } from './search-gallery.js';

/** Share of the mated searches that find their mate, at a threshold that finds somebody in this share of the others. */
export interface TpirAtFpir {
  /** TPIR(N, 1, T): the mate is the nearest of all, and its cosine is above the threshold. 1 − FNIR(N, 1, T). */
  readonly tpir: number;
  /** FPIR(N, T) that the threshold has: share of the non-mated searches with anybody above it. The one asked for or a little less. */
  readonly fpir: number;
  readonly cosine: number;
  /** Non-mated searches that the FPIR allows to find somebody. */
  readonly nonMatedSearches: number;
}

/** Who somebody is, among the people of a gallery. Rates are in [0, 1]. */
export interface Identification {
  /** People in the gallery, one image each. */
  readonly gallery: number;
  readonly searches: { readonly mated: number; readonly nonMated: number };
  /** Closed set: share of the mated searches whose mate is the nearest, or one of the five nearest, of the gallery. */
  readonly rank1: number;
  readonly rank5: number;
  /** Cumulative match characteristic, [gallery]: at r − 1 the share whose mate is among the r nearest. Rises to 1. */
  readonly cmc: readonly number[];
  /** Open set, by FPIR in exponential notation ("1e-2"); undefined where it allows fewer than three non-mated searches. */
  readonly tpirAtFpir: Readonly<Record<string, TpirAtFpir | undefined>>;
}

export interface IdentificationOptions {
  /** False positive identification rates to give the TPIR at, each in (0, 1). */
  readonly falsePositiveRates?: readonly number[];
  /** Every n-th person with several images is not enrolled: see splitGallery. */
  readonly unenrolledEvery?: number;
}

/**
 * Identification, 1:N: closed set by rank, open set by threshold, with the rates of ISO/IEC 19795-1 and NIST's FRVT 1:N,
 * https://doi.org/10.6028/NIST.IR.8271, and the gallery that splitGallery makes. Similarity is the cosine; a candidate is
 * returned when it is above the threshold. The threshold comes from the non-mated searches alone.
 *
 * @param embeddings e(image) + e(mirror image), not normalized   @param labels [count] who is on each image, whole numbers
 * @throws NumericError that names an embedding which is not finite or zero
 * @throws DataError where nobody has two images; UsageError for an FPIR outside (0, 1)
 */
export function evaluateIdentification(
  embeddings: Embeddings,
  labels: ArrayLike<number>,
  { falsePositiveRates = [1e-1, 1e-2], unenrolledEvery }: IdentificationOptions = {},
): Identification {
  checkRates(falsePositiveRates, 'false positive identification rates', 'evaluateIdentification, falsePositiveRates');
  checkLabels(labels, embeddings.count, 'evaluateIdentification');
  const split = splitGallery(labels, { unenrolledEvery });
  const search = searchGallery(embeddings, split);
  const cmc = cumulativeMatches(search.mateRanks, split.gallery.length);
  const falling = search.topCosines.toSorted().reverse();
  return {
    gallery: split.gallery.length,
    searches: { mated: split.mated.length, nonMated: split.nonMated.length },
    rank1: cmc[0] as number,
    rank5: cmc[Math.min(5, cmc.length) - 1] as number,
    cmc,
    tpirAtFpir: Object.fromEntries(
      falsePositiveRates.map(rate => [rate.toExponential(), tpirAt(rate, search, falling)]),
    ),
  };
}

/** The threshold is the largest cosine that must not be exceeded: no finer one lets as many searches through as are allowed. */
function tpirAt(rate: number, search: GallerySearch, falling: Float64Array): TpirAtFpir | undefined {
  const allowed = errorsAllowed(rate, falling.length);
  if (allowed === undefined) return undefined;
  const cosine = falling[allowed]!;
  const found = search.mateCosines.filter((mate, index) => mate > cosine && search.mateRanks[index] === 1);
  return {
    tpir: found.length / search.mateCosines.length,
    fpir: falling.findIndex(top => top <= cosine) / falling.length,
    cosine,
    nonMatedSearches: allowed,
  };
}

function cumulativeMatches(ranks: Uint32Array, gallery: number): number[] {
  const counts = new Uint32Array(gallery + 1);
  for (const rank of ranks) counts[rank]!++;
  let found = 0;
  return Array.from(counts.subarray(1), count => {
    found += count;
    return found / ranks.length;
  });
}
