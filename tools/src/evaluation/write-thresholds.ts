import { join } from 'node:path';
import { type ThresholdCard, writeJsonAtomic } from '@arcface-ts/core';
import { readCheckpointRecord, usedWeightsSha256 } from '@arcface-ts/train';

/** The weights that a set was evaluated with. */
export interface EvaluatedWeights {
  /** Folder of the checkpoint that they were in. */
  readonly folder: string;
  readonly sha256: string;
}

/**
 * Puts thresholds to deploy beside the weights that they were chosen for: `thresholds/<set>.json`.
 * @returns false, and nothing is written, where a training has put other weights there meanwhile
 */
export async function writeThresholds(
  { folder, sha256 }: EvaluatedWeights,
  set: string,
  card: ThresholdCard,
): Promise<boolean> {
  const there = usedWeightsSha256(await readCheckpointRecord(folder));
  if (there === sha256) await writeJsonAtomic(join(folder, 'thresholds', `${set}.json`), card);
  return there === sha256;
}
