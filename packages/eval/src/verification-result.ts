import type { ProtocolStamp, VerificationResult } from '@arcface-ts/core';
import type { Verification } from './evaluate-verification.js';

/** What the numbers alone do not say about a result. */
export interface VerificationOrigin {
  /** Name of the set; `procedural` for drawn faces, in whatever layout they lie. */
  readonly dataset: string;
  readonly checkpoint: { readonly path: string; readonly sha256: string };
  /** Null where embeddings came from a file. */
  readonly imagesPerSecond: number | null;
  readonly stamp?: ProtocolStamp;
}

/** Assembles the content of `runs/<name>/eval/<set>.json`. FARs that too few impostor pairs support are left out. */
export function verificationResult(verification: Verification, origin: VerificationOrigin): VerificationResult {
  const { pairs, images, folds, accuracy, tarAtFar, auc, eer, uncertainty, seedStyleBestAccuracy, meanNorm } =
    verification;
  const { dataset, checkpoint, imagesPerSecond, stamp } = origin;
  return {
    schema: 1,
    dataset,
    protocol:
      `LFW unrestricted: ${embeddingText(stamp)}, normalized; same when squared distance < threshold; ` +
      `threshold chosen from k × 0.01 on the other ${folds.length - 1} of ${folds.length} folds; 95 % interval by bootstrap over identities`,
    checkpoint: { path: checkpoint.path, sha256: checkpoint.sha256 },
    pairs: pairs.same + pairs.different,
    images,
    folds: folds.length,
    accuracy: { mean: accuracy.mean, std: accuracy.std, ci95: [...accuracy.ci95] },
    thresholds: folds.map(fold => fold.threshold),
    tarAtFar: Object.fromEntries(Object.entries(tarAtFar).flatMap(([far, at]) => (at ? [[far, tarEntry(at)]] : []))),
    auc,
    aucCi95: [...uncertainty.auc.ci95],
    eer,
    eerCi95: [...uncertainty.eer.ci95],
    seedStyleBestAccuracy,
    meanNorm,
    imagesPerSecond,
    ...(stamp === undefined ? {} : { stamp }),
  };
}

function embeddingText(stamp: ProtocolStamp | undefined): string {
  return stamp?.flip === 'not known' ? 'embeddings as their file has them' : 'e(image) + e(mirror image)';
}

function tarEntry({ tar, threshold, ci95, impostorPairs }: NonNullable<Verification['tarAtFar'][string]>) {
  return { tar, threshold, ci95: [...ci95] as [number, number], impostorPairs };
}
