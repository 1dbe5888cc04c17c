import type { VerificationResult } from '@arcface-ts/core';
import { SummaryWriter } from 'tensorboard-ts-writer';

export interface VerificationEvents {
  /** First part of every tag, so that drawn faces never stand under the name of a real set. */
  readonly dataset: string;
  /** Step of the training that the weights come from. */
  readonly step: number;
  readonly result: VerificationResult;
  readonly report: string;
  /** Squared distance of each pair, and whether it shows one person. */
  readonly distances: Float64Array;
  readonly same: readonly boolean[];
}

/** Writes a verification result as TensorBoard events into a folder. */
export async function writeVerificationEvents(folder: string, events: VerificationEvents): Promise<void> {
  const { dataset, step, result, report, distances, same } = events;
  await using writer = await SummaryWriter.open(folder);
  writer.addScalar(`${dataset}/accuracy`, result.accuracy.mean, step);
  writer.addScalar(`${dataset}/auc`, result.auc, step);
  writer.addScalar(`${dataset}/eer`, result.eer, step);
  for (const [far, { tar }] of Object.entries(result.tarAtFar))
    writer.addScalar(`${dataset}/tar_at_far_${far}`, tar, step);
  writer.addHistogram(
    `${dataset}/distance_same`,
    distances.filter((_, pair) => same[pair] === true),
    step,
  );
  writer.addHistogram(
    `${dataset}/distance_different`,
    distances.filter((_, pair) => same[pair] === false),
    step,
  );
  writer.addText(`${dataset}/report`, `\`\`\`\n${report}\n\`\`\``, step);
}
