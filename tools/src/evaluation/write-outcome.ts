import { join } from 'node:path';
import {
  type ProtocolStamp,
  type RunDirectory,
  type VerificationResult,
  verificationResultSchema,
  writeJsonAtomic,
} from '@arcface-ts/core';
import {
  type Embeddings,
  embeddingNorms,
  evaluateVerification,
  pairDistances,
  type VerificationPair,
  verificationReport,
  verificationResult,
} from '@arcface-ts/eval';
import { stampRows } from './protocol-stamp.js';
import { writeVerificationEvents } from './verification-events.js';

export interface Measured {
  /** Names the result's files. */
  readonly name: string;
  readonly dataset: string;
  readonly embeddings: Embeddings;
  readonly pairs: readonly VerificationPair[];
  readonly checkpoint: VerificationResult['checkpoint'];
  /** Step of the training that the weights come from. */
  readonly step: number;
  readonly imagesPerSecond: number | null;
  readonly stamp: ProtocolStamp;
}

/**
 * The last stages of every evaluation: the protocol, `runs/<run>/eval/<name>.json`, TensorBoard's events in `<name>/` beside
 * it, and a report for people.
 */
export async function writeOutcome(
  run: RunDirectory,
  measured: Measured,
): Promise<{ result: VerificationResult; report: string }> {
  const { name, dataset, embeddings, pairs, checkpoint, step, imagesPerSecond, stamp } = measured;
  const verification = evaluateVerification(embeddings, pairs);
  const result = verificationResultSchema.parse(
    verificationResult(verification, { dataset, checkpoint, imagesPerSecond, stamp }),
  );
  const report = verificationReport(verification, dataset, stampRows(stamp));
  await writeJsonAtomic(run.evaluationFile(name), result);
  await writeVerificationEvents(join(run.evaluationFolder, name), {
    dataset,
    step,
    result,
    report,
    distances: pairDistances(embeddings, embeddingNorms(embeddings), pairs),
    same: pairs.map(pair => pair.same),
  });
  return { result, report };
}
