import { join } from 'node:path';
import { DataError, type ThresholdCard, writeJsonAtomic } from '@arcface-ts/core';
import { readCheckpointRecord, usedWeightsSha256 } from '@arcface-ts/train';

/** The weights that a set was evaluated with. */
export interface EvaluatedWeights {
  /** Folder of the checkpoint that they were in. */
  readonly folder: string;
  readonly sha256: string;
}

/**
 * Puts thresholds to deploy beside the weights that they were chosen for: `thresholds/<set>.json`.
 * @returns false, and nothing is written, where a training has replaced or removed these weights meanwhile
 */
export async function writeThresholds(
  { folder, sha256 }: EvaluatedWeights,
  set: string,
  card: ThresholdCard,
): Promise<boolean> {
  const there = await readCheckpointRecord(folder).catch((error: unknown) => {
    if (error instanceof DataError) return undefined;
    throw error;
  });
  if (there === undefined || usedWeightsSha256(there) !== sha256) return false;
  await writeJsonAtomic(join(folder, 'thresholds', `${set}.json`), card);
  return true;
}
