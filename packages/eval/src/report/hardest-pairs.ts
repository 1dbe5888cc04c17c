import type { Verification } from '../evaluate-verification.js';
import type { VerificationPair } from '../verification-pair.js';

/** A pair that was decided wrongly. */
export interface WrongPair {
  /** Its place among the pairs. */
  readonly pair: number;
  readonly distance: number;
  /** That of its fold, chosen on the others. */
  readonly threshold: number;
}

/** The wrong decisions of one kind. */
export interface WrongPairs {
  readonly count: number;
  /** Pairs of this kind in all. */
  readonly of: number;
  /** Those that lie farthest on the wrong side of the threshold, the worst first; of equals the first in the list. */
  readonly worst: readonly WrongPair[];
}

/**
 * The pairs that the protocol decides wrongly: different pairs that were accepted and same pairs that were refused.
 *
 * @param distances [pairs], squared   @param folds with their thresholds   @param most of each kind to give
 */
export function hardestPairs(
  distances: ArrayLike<number>,
  pairs: readonly VerificationPair[],
  { folds, most = 20 }: Pick<Verification, 'folds'> & { most?: number },
): { falseAccepts: WrongPairs; falseRejects: WrongPairs } {
  const thresholds = new Map(folds.map(({ fold, threshold }) => [fold, threshold]));
  const decided = pairs.map(({ fold, same }, pair) => {
    const distance = distances[pair] as number;
    const threshold = thresholds.get(fold) as number;
    return { same, wrong: same !== distance < threshold, shown: { pair, distance, threshold } };
  });
  const ofKind = (kind: boolean): WrongPairs => {
    const all = decided.filter(({ same }) => same === kind);
    const wrong = all.filter(pair => pair.wrong).map(({ shown }) => shown);
    const far = ({ distance, threshold }: WrongPair) => Math.abs(distance - threshold);
    return {
      count: wrong.length,
      of: all.length,
      worst: wrong.sort((one, other) => far(other) - far(one)).slice(0, most),
    };
  };
  return { falseAccepts: ofKind(false), falseRejects: ofKind(true) };
}
