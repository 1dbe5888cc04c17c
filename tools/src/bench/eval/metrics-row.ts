import type { BenchRow } from '@arcface-ts/core';
import { median } from '../take-turns.js';
import type { EvalBench } from './eval-bench.js';
import { startOurs } from './eval-programs.js';

/** What all figures may take, so that nobody leaves some out. */
const mostMs = 200;

/**
 * All figures of LFW's 6,000 pairs, from embeddings, against the time that they may take. One resample is next to none: the bootstrap is a
 * row of its own.
 */
export async function metricsRow({ rounds, say }: EvalBench, { resamples }: { resamples: number }): Promise<BenchRow> {
  const bootstrap = resamples === 1 ? '' : ` and ${resamples.toLocaleString('en')} resamples`;
  const name = `all figures of 6,000 pairs of 7,701 photos, 128-d${bootstrap}`;
  say(`${name}, ${rounds} times`);
  const stepper = await startOurs('our-metrics', { resamples });
  try {
    const turnMs: number[] = [];
    while (turnMs.length < rounds) turnMs.push(await stepper.step());
    const { peakRssMiB } = await stepper.close();
    const ours = median(turnMs);
    return {
      name,
      ours,
      opponent: mostMs,
      opponentName: 'the limit of the figures alone',
      unit: 'ms',
      ratio: mostMs / ours,
      peakRssMiB,
    };
  } finally {
    stepper.kill();
  }
}
