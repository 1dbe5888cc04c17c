import type { PipelineOptions } from '@arcface-ts/core';

/** Whether celeba and lfw are wanted: not where weights that are there are judged on photos of a list or of another set. */
export function needsFaces({ checkpoint, pairs, test }: PipelineOptions): boolean {
  return checkpoint === undefined || (pairs === undefined && test === undefined);
}
