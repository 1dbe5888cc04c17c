import { RandomStream, type ThresholdCard } from '@arcface-ts/core';
import { accuracyAt, bestLevel } from './accepted-figures.js';
import { checkRates, checkResamples } from './checked-options.js';
import { type Embeddings, embeddingNorms } from './embeddings.js';
import { identityBootstrap, type Uncertainty } from './identity-bootstrap.js';
import { type Accepted, acceptedBelow, acceptedOnce, orderPairs, roomForAccepted } from './ordered-pairs.js';
import { pairDistances } from './pair-distances.js';
import { errorsAllowed, errorsWithin } from './rule-of-three.js';
import { pairColumns, type VerificationPair } from './verification-pair.js';

type OperatingPoint = ThresholdCard['bestAccuracy'];

/** The largest squared distance. */
const largestDistance = 4;

export interface ThresholdCardOptions {
  /** What the images are; `procedural` for drawn faces. */
  readonly dataset: string;
  /** FARs to give a threshold for, each in (0, 1). */
  readonly falseAcceptRates?: readonly number[];
  /** Resamples of the bootstrap. */
  readonly resamples?: number;
  /** Draws the resamples; the same stream gives the same intervals. */
  readonly random?: RandomStream;
}

/**
 * Thresholds to deploy, chosen on all pairs without regard to folds: the one that decides most pairs rightly, halfway between
 * the distances that it parts, and for each FAR the largest that lets no more impostors pass. Intervals come from choosing
 * again in each resample of the people. The rates beside a threshold are those of the pairs that chose it, so a little too good.
 *
 * @param embeddings e(image) + e(mirror image), not normalized   @param pairs among their rows
 * @throws as evaluateVerification does
 */
export function thresholdCard(
  embeddings: Embeddings,
  pairs: readonly VerificationPair[],
  options: ThresholdCardOptions,
): ThresholdCard {
  const { dataset, falseAcceptRates = [1e-2, 1e-3], resamples = 1000, random = RandomStream.fromSeed(0) } = options;
  checkRates(falseAcceptRates, 'false accept rates', 'thresholdCard, falseAcceptRates');
  checkResamples(resamples, 'thresholdCard, resamples');
  const columns = pairColumns(pairs, embeddings.count);
  const ordered = orderPairs(pairDistances(embeddings, embeddingNorms(embeddings), pairs), columns.same);
  const { distances } = ordered;
  const accepted = acceptedOnce(ordered);
  const [same, different] = [accepted.same.at(-1)!, accepted.different.at(-1)!];
  const rates = falseAcceptRates.flatMap(far => {
    const impostorPairs = errorsAllowed(far, different);
    return impostorPairs === undefined ? [] : [{ far, impostorPairs }];
  });
  const thresholdsOf = (accepted: Accepted) =>
    [
      halfway(distances, bestLevel(accepted)),
      ...rates.map(({ far }) => distances[levelAtFar(accepted.different, far)] ?? largestDistance),
      // Opposite embeddings may be 4.000000000000001 apart.
    ].map(threshold => Math.min(threshold, largestDistance));
  const room = roomForAccepted(ordered);
  const uncertainties = identityBootstrap(
    columns,
    weights => {
      const resampled = acceptedBelow(ordered, weights, room);
      const bothKinds = resampled.same.at(-1)! > 0 && resampled.different.at(-1)! > 0;
      // Without pairs of a kind no threshold can be chosen: other people are drawn.
      return bothKinds ? thresholdsOf(resampled) : [Number.NaN];
    },
    { random, resamples },
  );
  const [best, ...atFar] = thresholdsOf(accepted).map((threshold, index) =>
    operatingPoint(threshold, uncertainties[index] as Uncertainty, distances, accepted),
  ) as [OperatingPoint, ...OperatingPoint[]];
  return {
    schema: 1,
    dataset,
    pairs: { same, different },
    identities: columns.identities,
    bestAccuracy: best,
    atFar: Object.fromEntries(
      rates.map(({ far, impostorPairs }, index) => [
        far.toExponential(),
        { ...(atFar[index] as OperatingPoint), impostorPairs },
      ]),
    ),
  };
}

/** Between the last of so many distances and the next, as far from one as from the other. */
function halfway(distances: Float64Array, level: number): number {
  return ((distances[level - 1] ?? 0) + (distances[level] ?? largestDistance)) / 2;
}

/** The most distances that can be accepted with no more of the different pairs than this share. */
function levelAtFar(different: Float64Array, far: number): number {
  const allowed = errorsWithin(far, different.at(-1)!);
  const beyond = different.findIndex(count => count > allowed);
  return beyond === -1 ? different.length - 1 : beyond - 1;
}

function operatingPoint(
  squaredDistance: number,
  { ci95: [low, high] }: Uncertainty,
  distances: Float64Array,
  accepted: Accepted,
): OperatingPoint {
  const beyond = distances.findIndex(distance => distance >= squaredDistance);
  const level = beyond === -1 ? distances.length : beyond;
  return {
    squaredDistance,
    squaredDistanceCi95: [low, high],
    cosine: 1 - squaredDistance / 2,
    cosineCi95: [1 - high / 2, 1 - low / 2],
    far: accepted.different[level]! / accepted.different.at(-1)!,
    tar: accepted.same[level]! / accepted.same.at(-1)!,
    accuracy: accuracyAt(accepted, level),
  };
}
