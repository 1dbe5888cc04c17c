import { join } from 'node:path';
import {
  DataError,
  type RunDirectory,
  readJson,
  type VerificationResult,
  verificationResultSchema,
} from '@arcface-ts/core';
import { readJudgedPairs } from '../evaluation/judged-pairs.js';
import type { OpenedSet } from '../evaluation/opened-set.js';

/** An evaluation as it lies in a run's folder. */
export interface JudgedSet {
  readonly result: VerificationResult;
  /** Squared distance of each pair of the set, in the order of its list. */
  readonly distances: Float64Array;
}

/**
 * Reads what an evaluation left, for the weights and the list of pairs that it is wanted for. Throws a DataError where it was of others:
 * a card must not show the figures of other weights.
 */
export async function readJudgedSet(
  run: RunDirectory,
  set: Pick<OpenedSet, 'name' | 'pairs' | 'photos' | 'crop' | 'stamp'>,
  { checkpointSha256, path }: { checkpointSha256: string; path: string },
): Promise<JudgedSet> {
  const next = `Run \`nx run eval:${set.name} --name=${run.name} --checkpoint=${path} --crop=${set.crop.name}\`.`;
  const file = run.evaluationFile(set.name);
  const result = await readJson(file, verificationResultSchema, next);
  const agree = (expected: string, received: string, what: string): void => {
    if (expected === received) return;
    throw DataError.because({ expected: `${what} ${expected}`, received, place: file, next });
  };
  agree(checkpointSha256, result.checkpoint.sha256, `figures of the weights in ${path}, SHA-256`);
  agree(set.stamp.pairs.sha256, result.stamp?.pairs.sha256 ?? 'none', `the list ${set.stamp.pairs.list}, SHA-256`);
  const pairsFile = join(run.evaluationFolder, set.name, 'pairs.jsonl');
  const judged = await readJudgedPairs(pairsFile, next);
  const nameOf = (row: number) => set.photos[row]?.path;
  const other =
    judged.length === set.pairs.length
      ? judged.findIndex((pair, index) => {
          const wanted = set.pairs[index];
          return wanted === undefined || pair.first !== nameOf(wanted.first) || pair.second !== nameOf(wanted.second);
        })
      : Math.min(judged.length, set.pairs.length);
  if (other !== -1) {
    throw DataError.because({
      expected: `the ${set.pairs.length} pairs of ${set.stamp.pairs.list}, in their order`,
      received: `${judged.length}, of which the first other one is number ${other + 1}`,
      place: pairsFile,
      next,
    });
  }
  return { result, distances: Float64Array.from(judged, pair => pair.squaredDistance) };
}
