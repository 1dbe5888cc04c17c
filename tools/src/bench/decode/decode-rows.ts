import type { BenchRow } from '@arcface-ts/core';
import { cropsRow } from './crops-row.js';
import type { DecodeBench } from './decode-bench.js';
import { detectorRows } from './detector-rows.js';
import { loaderRow } from './loader-rows.js';
import { memoryRow } from './memory-row.js';
import { startRow } from './start-row.js';

/** What `--rows` picks: one comparison, or a few of one kind. */
export interface DecodeRows {
  readonly name: string;
  measure(bench: DecodeBench): AsyncIterable<BenchRow> | Iterable<Promise<BenchRow>>;
}

const crops = { source: 'crops', encoding: 'raw', change: 'crop', decoder: 'pil' } as const;

/** In the order in which they are measured. */
export const decodeRows: readonly DecodeRows[] = [
  {
    name: 'loader',
    *measure(bench) {
      yield loaderRow(bench, crops);
      yield loaderRow(bench, { ...crops, decoder: 'cv2' });
    },
  },
  {
    name: 'recipe',
    *measure(bench) {
      yield loaderRow(bench, { ...crops, change: 'face' });
      yield loaderRow(bench, { ...crops, change: 'face', decoder: 'cv2' });
    },
  },
  {
    name: 'jpeg',
    *measure(bench) {
      yield loaderRow(bench, { ...crops, encoding: 'jpeg' });
    },
  },
  {
    name: 'crops',
    *measure(bench) {
      yield cropsRow(bench, 'raw');
      yield cropsRow(bench, 'jpeg');
    },
  },
  { name: 'detector', measure: detectorRows },
  {
    name: 'photos',
    *measure(bench) {
      yield loaderRow(bench, { ...crops, source: 'photos' });
      yield loaderRow(bench, { ...crops, source: 'photos', decoder: 'cv2' });
    },
  },
  {
    name: 'memory',
    *measure(bench) {
      yield memoryRow(bench);
    },
  },
  {
    name: 'start',
    *measure(bench) {
      yield startRow(bench);
    },
  },
];
