import { join } from 'node:path';
import {
  type ProtocolStamp,
  type RunDirectory,
  refillFolder,
  type ThresholdCard,
  thresholdCardSchema,
  type VerificationResult,
  verificationResultSchema,
  writeJsonAtomic,
} from '@arcface-ts/core';
import type { LabelledPhoto } from '@arcface-ts/data';
import {
  type Embeddings,
  embeddingNorms,
  evaluateVerification,
  pairDistances,
  thresholdCard,
  type VerificationPair,
  verificationReport,
  verificationResult,
} from '@arcface-ts/eval';
import { writeReport } from '../report/write-report.js';
import { writeJudgedPairs } from './judged-pairs.js';
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
  /** What each row of the embeddings is called. */
  readonly names: readonly string[];
  /** Where the crop of each row is; none where embeddings came from a file. */
  readonly photos?: readonly LabelledPhoto[];
  readonly threads?: number | undefined;
}

/**
 * The last stages of every evaluation: the protocol, `runs/<run>/eval/<name>.json`, TensorBoard's events, the distances of the pairs, the
 * thresholds to deploy and the page in `<name>/` beside it, and a report for people.
 */
export async function writeOutcome(
  run: RunDirectory,
  measured: Measured,
): Promise<{ result: VerificationResult; card: ThresholdCard; report: string; page: string }> {
  const { name, dataset, embeddings, pairs, checkpoint, step, imagesPerSecond, stamp } = measured;
  const verification = evaluateVerification(embeddings, pairs);
  const result = verificationResultSchema.parse(
    verificationResult(verification, { dataset, checkpoint, imagesPerSecond, stamp }),
  );
  const report = verificationReport(verification, dataset, stampRows(stamp));
  const distances = pairDistances(embeddings, embeddingNorms(embeddings), pairs);
  const card = thresholdCardSchema.parse(thresholdCard(embeddings, pairs, { dataset }));
  const folder = join(run.evaluationFolder, name);
  let page = '';
  await refillFolder(folder, async () => {
    const same = pairs.map(pair => pair.same);
    await writeVerificationEvents(folder, { dataset, step, result, report, distances, same });
    await writeJudgedPairs(join(folder, 'pairs.jsonl'), pairs, { distances, names: measured.names });
    await writeJsonAtomic(join(folder, 'thresholds.json'), card);
    page = await writeReport(
      run,
      {
        set: name,
        result,
        verification,
        embeddings,
        pairs,
        distances,
        step,
        names: measured.names,
        ...(measured.photos === undefined ? {} : { photos: measured.photos }),
      },
      measured.threads === undefined ? {} : { threads: measured.threads },
    );
    // Last: an evaluation that finds no room for its folder leaves the figures that the folder before it has.
    await writeJsonAtomic(run.evaluationFile(name), result);
  });
  return { result, card, report, page };
}
