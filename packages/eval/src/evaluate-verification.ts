import { RandomStream } from '@arcface-ts/core';
import { checkRates, checkResamples } from './checked-options.js';
import { type CrossValidation, crossValidate } from './cross-validated-accuracy.js';
import { dPrime } from './d-prime.js';
import { type Embeddings, embeddingNorms } from './embeddings.js';
import type { Uncertainty } from './identity-bootstrap.js';
import { orderPairs } from './ordered-pairs.js';
import { pairDistances } from './pair-distances.js';
import { type Roc, rocSummary } from './roc.js';
import { type TarAtFar, tarAtFar } from './tar-at-far.js';
import { accuracyGrid, firstAccepting } from './threshold-grid.js';
import { foldPairs } from './thresholds-at-far.js';
import { type PairColumns, pairColumns, type VerificationPair } from './verification-pair.js';
import { verificationUncertainty } from './verification-uncertainty.js';

export interface FoldResult {
  readonly fold: number;
  readonly same: number;
  readonly different: number;
  readonly accuracy: number;
  /** Squared distance, chosen on the other folds: the first of the best. */
  readonly threshold: number;
}

/** All that the protocol says about embeddings and pairs. Rates are in [0, 1], distances squared, in [0, 4]. */
export interface Verification {
  readonly images: number;
  readonly pairs: { readonly same: number; readonly different: number };
  readonly identities: number;
  /** Over the folds: mean and population standard deviation; over resampled identities: standard error and interval. */
  readonly accuracy: { readonly mean: number; readonly std: number } & Uncertainty;
  /** By ascending fold number. */
  readonly folds: readonly FoldResult[];
  /** By FAR in exponential notation ("1e-2"); undefined where the impostor pairs are too few to tell. */
  readonly tarAtFar: Readonly<Record<string, (TarAtFar & Uncertainty) | undefined>>;
  /** Over all pairs. */
  readonly roc: Roc;
  readonly auc: number;
  readonly eer: number;
  /** Over resampled identities. */
  readonly uncertainty: { readonly auc: Uncertainty; readonly eer: Uncertainty };
  readonly dPrime: number;
  /** Best accuracy of any one threshold on the very pairs it is measured on: for comparison with the seed only. */
  readonly seedStyleBestAccuracy: number;
  /** Mean length of the embeddings before they are normalized. */
  readonly meanNorm: number;
}

export interface VerificationOptions {
  /** FARs to give the TAR at, each in (0, 1). */
  readonly falseAcceptRates?: readonly number[];
  /** Resamples of the bootstrap. */
  readonly resamples?: number;
  /** Draws the resamples; the same stream gives the same interval. */
  readonly random?: RandomStream;
}

/**
 * The LFW protocol: accuracy by cross-validation over the given folds, TAR at fixed FARs, and what the ROC says.
 * https://github.com/deepinsight/insightface, arcface_torch/eval/verification.py; the README of this package explains
 * each number.
 *
 * @param embeddings e(image) + e(mirror image), not normalized   @param pairs among their rows
 * @throws NumericError that names an embedding which is not finite or zero
 * @throws DataError for pairs from which no threshold can be chosen; UsageError for a FAR outside (0, 1)
 */
export function evaluateVerification(
  embeddings: Embeddings,
  pairs: readonly VerificationPair[],
  options: VerificationOptions = {},
): Verification {
  const { falseAcceptRates = [1e-1, 1e-2, 1e-3, 1e-4], resamples = 1000, random = RandomStream.fromSeed(0) } = options;
  checkRates(falseAcceptRates, 'false accept rates', 'evaluateVerification, falseAcceptRates');
  checkResamples(resamples, 'evaluateVerification, resamples');
  const norms = embeddingNorms(embeddings);
  const columns = pairColumns(pairs, embeddings.count);
  const distances = pairDistances(embeddings, norms, pairs);
  const validation = crossValidate(columns, firstAccepting(distances, accuracyGrid), accuracyGrid);
  const folds = foldResults(columns, validation);
  const mean = average(folds.map(fold => fold.accuracy));
  const ordered = orderPairs(distances, columns.same);
  const folded = foldPairs(distances, columns);
  const { roc, auc, eer, bestAccuracy } = rocSummary(ordered);
  const tars = falseAcceptRates.map(far => ({ far, measured: tarAtFar(folded, far) }));
  const supported = tars.flatMap(({ far, measured }) => (measured ? [far] : []));
  const uncertainty = verificationUncertainty({ columns, ordered, folded, correct: validation.correct }, supported, {
    random,
    resamples,
  });
  const same = columns.same.reduce((sum, value) => sum + value, 0);
  return {
    images: embeddings.count,
    pairs: { same, different: columns.count - same },
    identities: columns.identities,
    accuracy: {
      mean,
      std: Math.sqrt(average(folds.map(fold => (fold.accuracy - mean) ** 2))),
      ...uncertainty.accuracy,
    },
    folds,
    tarAtFar: Object.fromEntries(
      tars.map(({ far, measured }) => [
        far.toExponential(),
        measured && { ...measured, ...(uncertainty.tars[supported.indexOf(far)] as Uncertainty) },
      ]),
    ),
    roc,
    auc,
    eer,
    uncertainty: { auc: uncertainty.auc, eer: uncertainty.eer },
    dPrime: dPrime(distances, columns.same),
    seedStyleBestAccuracy: bestAccuracy,
    meanNorm: average([...norms]),
  };
}

function foldResults(columns: PairColumns, { thresholdIndices, correct }: CrossValidation): FoldResult[] {
  const counts = columns.foldNumbers.map(() => ({ same: 0, different: 0, correct: 0 }));
  for (const [pair, fold] of columns.fold.entries()) {
    const count = counts[fold]!;
    count[columns.same[pair] ? 'same' : 'different']++;
    count.correct += correct[pair]!;
  }
  return columns.foldNumbers.map((fold, index) => {
    const { same, different, correct } = counts[index]!;
    const threshold = thresholdIndices[index]! * accuracyGrid.step;
    return { fold, same, different, accuracy: correct / (same + different), threshold };
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
