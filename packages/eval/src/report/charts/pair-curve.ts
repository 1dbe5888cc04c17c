import { type OrderedPairs, orderPairs } from '../../ordered-pairs.js';
import { type Roc, rocSummary } from '../../roc.js';

/** What the charts of a verification show of it: a Verification has it, and so have its result and distances together. */
export interface PairCurve {
  readonly pairs: { readonly same: number; readonly different: number };
  readonly roc: Roc;
  readonly auc: number;
  readonly eer: number;
  readonly folds: readonly { readonly threshold: number }[];
  /** By FAR in exponential notation ("1e-2"). */
  readonly tarAtFar: Readonly<Record<string, { readonly tar: number; readonly threshold: number } | undefined>>;
}

/** The curve of pairs, from their distances alone. @param same [pairs] both kinds must be there */
export function pairCurve(
  distances: Float64Array,
  same: readonly boolean[],
): Pick<PairCurve, 'pairs' | 'roc' | 'auc' | 'eer'> {
  const ordered: OrderedPairs = orderPairs(distances, Uint8Array.from(same, Number));
  const { roc, auc, eer } = rocSummary(ordered);
  const ofOne = same.filter(Boolean).length;
  return { pairs: { same: ofOne, different: same.length - ofOne }, roc, auc, eer };
}
