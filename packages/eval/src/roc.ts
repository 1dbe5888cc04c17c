import { accuracyAt, areaUnderRoc, bestLevel, equalErrorRate } from './accepted-figures.js';
import { type Accepted, acceptedOnce, type OrderedPairs } from './ordered-pairs.js';

/** Receiver operating characteristic: what each threshold accepts, from none to all. Equal lengths, FAR and TAR rising. */
export interface Roc {
  /** Share of the different pairs with distance < threshold. */
  readonly far: readonly number[];
  /** Share of the same pairs with distance < threshold. */
  readonly tar: readonly number[];
  /** Squared distance; the first accepts nothing, the last everything. */
  readonly threshold: readonly number[];
}

/** Numbers that follow from the order of the distances alone, over all pairs and without folds. */
export interface RocSummary {
  readonly roc: Roc;
  /** Probability that a same pair is nearer than a different one, ties counting half: the area under the ROC. */
  readonly auc: number;
  /** Equal error rate: where FAR = 1 − TAR on the ROC drawn with straight lines. */
  readonly eer: number;
  /** Accuracy of the best of all thresholds, chosen on the pairs that it is measured on. */
  readonly bestAccuracy: number;
}

/** @param pairs both kinds must be there */
export function rocSummary(pairs: OrderedPairs): RocSummary {
  const accepted = acceptedOnce(pairs);
  return {
    roc: rocCurve(pairs, accepted),
    auc: areaUnderRoc(accepted),
    eer: equalErrorRate(accepted),
    bestAccuracy: accuracyAt(accepted, bestLevel(accepted)),
  };
}

function rocCurve({ distances }: OrderedPairs, { same, different }: Accepted): Roc {
  const [allSame, allDifferent] = [same.at(-1)!, different.at(-1)!];
  return {
    far: Array.from(different, count => count / allDifferent),
    tar: Array.from(same, count => count / allSame),
    threshold: [...distances, distances.at(-1)! + 0.01],
  };
}
