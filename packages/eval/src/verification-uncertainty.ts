import type { RandomStream } from '@arcface-ts/core';
import { areaUnderRoc, equalErrorRate } from './accepted-figures.js';
import { weightedAccuracy } from './cross-validated-accuracy.js';
import { identityBootstrap, type Uncertainty } from './identity-bootstrap.js';
import { acceptedBelow, type OrderedPairs, roomForAccepted } from './ordered-pairs.js';
import { weightedTarAtFar } from './tar-at-far.js';
import { type FoldedPairs, weighFolds } from './thresholds-at-far.js';
import type { PairColumns } from './verification-pair.js';

/** How far the figures of a verification would move with other people in the test. */
export interface VerificationUncertainty {
  readonly accuracy: Uncertainty;
  readonly auc: Uncertainty;
  readonly eer: Uncertainty;
  /** In the order of the FARs asked for. */
  readonly tars: readonly Uncertainty[];
}

/**
 * @param pairs the same ones in three orders, and which of them are decided rightly, from crossValidate
 * @param falseAcceptRates that the pairs support
 */
export function verificationUncertainty(
  pairs: { columns: PairColumns; ordered: OrderedPairs; folded: FoldedPairs; correct: Uint8Array },
  falseAcceptRates: readonly number[],
  options: { random: RandomStream; resamples: number },
): VerificationUncertainty {
  const { columns, ordered, folded, correct } = pairs;
  const room = roomForAccepted(ordered);
  const [accuracy, auc, eer, ...tars] = identityBootstrap(
    columns,
    weights => {
      const accepted = acceptedBelow(ordered, weights, room);
      const byFold = weighFolds(folded, weights);
      return [
        weightedAccuracy(columns, correct, weights),
        areaUnderRoc(accepted),
        equalErrorRate(accepted),
        ...falseAcceptRates.map(far => weightedTarAtFar(folded, far, byFold)),
      ];
    },
    options,
  ) as [Uncertainty, Uncertainty, Uncertainty, ...Uncertainty[]];
  return { accuracy, auc, eer, tars };
}
