import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseJson, type RunSummary, readJson, runSummarySchema } from '@arcface-ts/core';
import type { TrainingCurves } from '@arcface-ts/eval';
import { type CheckpointRecord, trainingConfigSchema } from '@arcface-ts/train';
import { z } from 'zod';

/** What a training left beside its weights. */
export interface TrainingLog {
  /** The run's name. */
  readonly run: string;
  readonly summary: RunSummary;
  readonly curves: TrainingCurves;
  /** SHA-256 of the code that trained. */
  readonly codeFingerprint: string;
}

const configSchema = z.object({ codeFingerprint: z.string(), config: trainingConfigSchema });

/** The rows that are drawn; a loss that is not finite is not written. */
const rowSchema = z.union([
  z.object({
    kind: z.literal('step'),
    step: z.number(),
    loss: z.number().default(Number.NaN),
    learningRate: z.number(),
  }),
  z.object({ kind: z.literal('validation'), step: z.number(), auc: z.number() }),
  z.object({ kind: z.string() }),
]);

/**
 * The log of the run that a checkpoint lies in: `runs/<run>/best` or `runs/<run>/checkpoints/<step>`.
 *
 * @returns undefined where the weights lie elsewhere, or where another training left its log there or has not ended
 */
export async function readTrainingLog(
  checkpoint: string,
  { config, progress }: Pick<CheckpointRecord, 'config' | 'progress'>,
): Promise<TrainingLog | undefined> {
  const parent = dirname(resolve(checkpoint));
  const folder = [parent, dirname(parent)].find(path => existsSync(join(path, 'summary.json')));
  if (folder === undefined) return undefined;
  const identity = await readJson(join(folder, 'config.json'), configSchema).catch(() => undefined);
  if (identity === undefined || !isDeepStrictEqual(identity.config, config)) return undefined;
  const summary = await readJson(join(folder, 'summary.json'), runSummarySchema);
  const metricsFile = join(folder, 'metrics.jsonl');
  const text = await readFile(metricsFile, 'utf8').catch(() => '');
  const rows = text.split('\n').flatMap((line, index) => {
    return line === '' ? [] : [parseJson(line, rowSchema, `${metricsFile}, line ${index + 1}`)];
  });
  const steps = stepsPerEpoch(summary, progress);
  const epochOf = ({ step }: { step: number }) => step / steps;
  return {
    run: basename(folder),
    summary,
    codeFingerprint: identity.codeFingerprint,
    curves: {
      steps: rows.flatMap(row => ('learningRate' in row ? [{ ...row, epoch: epochOf(row) }] : [])),
      validations: rows.flatMap(row => ('auc' in row ? [{ ...row, epoch: epochOf(row) }] : [])),
      bestEpoch: summary.bestEpoch,
    },
  };
}

/** An early stop may come within an epoch, of which the summary counts whole ones. */
function stepsPerEpoch(
  { steps, epochs, stoppedBy }: RunSummary,
  { step, epoch, stepInEpoch }: CheckpointRecord['progress'],
): number {
  if (stoppedBy !== 'epochs' && epoch > 0) return (step - stepInEpoch) / epoch;
  return steps / Math.max(1, epochs);
}
