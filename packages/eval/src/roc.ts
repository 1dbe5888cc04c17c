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

/**
 * Walks through the pairs by distance; pairs of one distance are accepted together, since no threshold parts them.
 *
 * @param distances [pairs]   @param same [pairs] 1 for a same pair; both kinds must be there
 */
export function rocSummary(distances: Float64Array, same: Uint8Array): RocSummary {
  const order = Uint32Array.from(distances, (_, pair) => pair).sort((a, b) => distances[a]! - distances[b]!);
  const samePairs = same.reduce((sum, value) => sum + value, 0);
  const differentPairs = same.length - samePairs;
  const largest = distances[order.at(-1) as number] as number;
  const roc = { far: [0], tar: [0], threshold: [distances[order[0] as number] as number] };
  let accepted = { same: 0, different: 0 };
  let best = differentPairs;
  // Twice the number of (same, different) couples in the right order, in whole numbers: exact up to 2^53.
  let couples = 0;
  for (let next = 0; next < order.length; ) {
    const distance = distances[order[next]!]!;
    const group = { same: 0, different: 0 };
    for (; next < order.length && distances[order[next]!] === distance; next++) {
      group[same[order[next]!] ? 'same' : 'different']++;
    }
    couples += (2 * accepted.same + group.same) * group.different;
    accepted = { same: accepted.same + group.same, different: accepted.different + group.different };
    best = Math.max(best, accepted.same + differentPairs - accepted.different);
    roc.far.push(accepted.different / differentPairs);
    roc.tar.push(accepted.same / samePairs);
    roc.threshold.push(next < order.length ? distances[order[next]!]! : largest + 0.01);
  }
  return {
    roc,
    auc: couples / (2 * samePairs * differentPairs),
    eer: equalErrorRate(roc),
    bestAccuracy: best / same.length,
  };
}

/** FAR − (1 − TAR) rises from −1 to 1 along the ROC; this is the FAR at its zero. */
function equalErrorRate({ far, tar }: Roc): number {
  const end = far.findIndex((value, index) => value + tar[index]! >= 1);
  const before = far[end - 1]! + tar[end - 1]! - 1;
  const after = far[end]! + tar[end]! - 1;
  return far[end - 1]! + (far[end]! - far[end - 1]!) * (-before / (after - before));
}
