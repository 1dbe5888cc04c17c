import type { BenchRow } from '@arcface-ts/core';
import { allPairsRow } from './all-pairs-row.js';
import { embeddingRows } from './embedding-rows.js';
import type { EvalBench } from './eval-bench.js';
import { metricsRow } from './metrics-row.js';

/** What `--rows` picks: one comparison, or a few of one kind. */
export interface EvalRows {
  readonly name: string;
  measure(bench: EvalBench): AsyncIterable<BenchRow> | Iterable<Promise<BenchRow>>;
}

/** In the order in which they are measured. */
export const evalRows: readonly EvalRows[] = [
  { name: 'embedding', measure: embeddingRows },
  {
    name: 'metrics',
    *measure(bench) {
      yield metricsRow(bench, { resamples: 1 });
      yield metricsRow(bench, { resamples: 1000 });
    },
  },
  {
    name: 'pairs',
    *measure(bench) {
      yield allPairsRow(bench);
    },
  },
];
