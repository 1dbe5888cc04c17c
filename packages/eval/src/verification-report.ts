import type { FoldResult, Verification } from './evaluate-verification.js';
import type { Uncertainty } from './identity-bootstrap.js';

/**
 * The result as lines for a terminal: a label, two spaces, and what it means beside the number.
 *
 * @param dataset what the images are, as it shall stand in the first line
 * @param more lines at the end, such as how it was measured
 */
export function verificationReport(
  verification: Verification,
  dataset: string,
  more: readonly (readonly [label: string, text: string])[] = [],
): string {
  const { pairs, images, identities, folds, auc, eer, uncertainty, dPrime, seedStyleBestAccuracy, meanNorm } =
    verification;
  const all = pairs.same + pairs.different;
  const rows: (readonly [label: string, text: string])[] = [
    ['verification', `${dataset}: ${whole(all)} pairs of ${whole(images)} images, ${folds.length} folds`],
    ['', `${whole(pairs.same)} same and ${whole(pairs.different)} different pairs, ${whole(identities)} identities`],
    ...accuracyRows(verification, all),
    ...Object.entries(verification.tarAtFar).map(([far, at]): [string, string] => [`TAR@FAR=${far}`, tarText(at)]),
    ['EER', `${percent(eer)} (${range(points, uncertainty.eer)}), where as many impostors pass as genuine pairs fail`],
    [
      'AUC',
      `${area(auc)} (${range(area, uncertainty.auc)})   d′ ${dPrime.toFixed(2)}   mean norm ${meanNorm.toFixed(2)}`,
    ],
    ['threshold', thresholdText(folds)],
    [
      'best threshold',
      `${percent(seedStyleBestAccuracy)} when chosen on these very pairs: not comparable with the accuracy`,
    ],
    ...oneKindRows(folds),
    ...more,
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`).join('\n');
}

function accuracyRows({ accuracy }: Verification, pairs: number): [string, string][] {
  const { mean, std, standardError, ci95 } = accuracy;
  const interval = `95 % interval ${percent(ci95[0])} to ${percent(ci95[1])}`;
  return [
    ['accuracy', `${percent(mean)} ± ${points(std)} over the folds, ${interval} over identities`],
    [
      '',
      standardError === 0
        ? // The rule of three: with no error among n independent trials, the rate is below 3/n with 95 % confidence.
          `No error to resample: by the rule of three the error may still be up to ${percent(3 / pairs)}.`
        : `A difference below ${points(standardError)} points, one standard error, is noise and no improvement.`,
    ],
  ];
}

function tarText(at: Verification['tarAtFar'][string]): string {
  if (!at) return 'left out: it would rest on fewer than 3 impostor pairs';
  // A model that collapsed gives one distance to most pairs: then no threshold has the FAR, and this number shows it.
  const measured = `held-out FAR ${percent(at.heldOutFar)}, threshold ${at.threshold.toFixed(3)}`;
  return `${percent(at.tar)} (${range(points, at)}), resting on ${whole(at.impostorPairs)} impostor pairs (${measured})`;
}

/** Cosine = 1 − d/2 for unit vectors. */
function thresholdText(folds: readonly FoldResult[]): string {
  const thresholds = folds.map(fold => fold.threshold);
  const mean = thresholds.reduce((sum, value) => sum + value, 0) / thresholds.length;
  const range = `${Math.min(...thresholds).toFixed(2)} to ${Math.max(...thresholds).toFixed(2)} over the folds`;
  return `same below squared distance ${mean.toFixed(3)}, above cosine ${(1 - mean / 2).toFixed(3)} (${range})`;
}

function oneKindRows(folds: readonly FoldResult[]): [string, string][] {
  const oneKind = folds.filter(fold => fold.same === 0 || fold.different === 0).map(fold => fold.fold);
  if (oneKind.length === 0) return [];
  return [['beware', `Folds with pairs of one kind only: ${oneKind.join(', ')}. Deal both kinds into every fold.`]];
}

function percent(share: number): string {
  return `${points(share)} %`;
}

/** The 95 % interval. */
function range(write: (value: number) => string, { ci95 }: Uncertainty): string {
  return `${write(ci95[0])} to ${write(ci95[1])}`;
}

function area(auc: number): string {
  return auc.toFixed(5);
}

/** Percentage points. */
function points(share: number): string {
  return (100 * share).toFixed(2);
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}
