import type { VerificationResult } from '@arcface-ts/core';
import type { FoundResult } from './report-input.js';
import { standardErrorOf } from './report-numbers.js';

/** A result beside the one that a report is about. */
export interface ComparedResult extends FoundResult {
  readonly isThis: boolean;
  /** Whether it has the best accuracy of several results on its test. */
  readonly best: boolean;
  /** How its accuracy differs from this one's; undefined where it was measured on another test. */
  readonly difference?: { readonly accuracy: number; readonly noise: boolean };
}

/**
 * Puts results side by side: first those of the same test, then those of others, the best first. A difference below one standard error,
 * the larger of the two, is noise.
 */
export function compareResults(found: FoundResult, others: readonly FoundResult[]): ComparedResult[] {
  const all = [found, ...others];
  const rows = all.map((row): ComparedResult => {
    const rivals = all.filter(other => sameTest(row, other));
    const best = Math.max(...rivals.map(({ result }) => result.accuracy.mean));
    const compared = { ...row, isThis: row === found, best: rivals.length > 1 && row.result.accuracy.mean === best };
    if (row === found || !sameTest(row, found)) return compared;
    const accuracy = row.result.accuracy.mean - found.result.accuracy.mean;
    const error = Math.max(standardErrorOf(row.result), standardErrorOf(found.result));
    return { ...compared, difference: { accuracy, noise: Math.abs(accuracy) < error } };
  });
  return rows.sort(
    (one, other) =>
      Number(sameTest(other, found)) - Number(sameTest(one, found)) ||
      one.result.dataset.localeCompare(other.result.dataset) ||
      one.set.localeCompare(other.set) ||
      other.result.accuracy.mean - one.result.accuracy.mean,
  );
}

/** Whether two results are of the same pairs, as far as they say so. */
function sameTest(one: FoundResult, other: FoundResult): boolean {
  const [first, second] = [one, other].map(({ set, result }) => ({ set, ...result, list: pairListOf(result) }));
  if (!first || !second || first.dataset !== second.dataset || first.pairs !== second.pairs) return false;
  if (first.set !== second.set) return false;
  return first.list === undefined || second.list === undefined || first.list === second.list;
}

/** Hash of the list of pairs, where the protocol stamp has one. */
function pairListOf(result: VerificationResult & { readonly stamp?: unknown }): unknown {
  const { pairs } = (result.stamp ?? {}) as { pairs?: { sha256?: unknown } };
  return pairs?.sha256;
}
