import type { BenchRow } from '@arcface-ts/core';
import { z } from 'zod';
import { median } from '../take-turns.js';
import type { EvalBench } from './eval-bench.js';
import { runOurs } from './eval-programs.js';

/** Longer, and it would be left out of evaluations. */
const mostSeconds = 60;

/** More runs of a new process tell no more. */
const mostRuns = 5;

const runSchema = z.object({
  photos: z.int(),
  pairs: z.object({ same: z.int(), different: z.int() }),
  seconds: z.number(),
  peakRssMiB: z.number(),
});

/** The ROC of all pairs of LFW's photos, from embeddings, in a new process each time, against the time that it may take. */
export async function allPairsRow({ rounds, say }: EvalBench): Promise<BenchRow> {
  const times = Math.min(rounds, mostRuns);
  say(`ROC of all pairs of LFW's photos, ${times} times`);
  const runs: z.infer<typeof runSchema>[] = [];
  while (runs.length < times) runs.push(runSchema.parse(await runOurs('our-all-pairs', {})));
  const [first] = runs as [z.infer<typeof runSchema>];
  const seconds = median(runs.map(run => run.seconds));
  const pairs = first.pairs.same + first.pairs.different;
  return {
    name: `ROC of all ${pairs.toLocaleString('en')} pairs of ${first.photos.toLocaleString('en')} photos, 128-d`,
    ours: seconds,
    opponent: mostSeconds,
    opponentName: 'the limit',
    unit: 's',
    ratio: mostSeconds / seconds,
    peakRssMiB: Math.max(...runs.map(run => run.peakRssMiB)),
  };
}
