import type { PipelineOptions } from '@arcface-ts/core';

/** Whether celeba and lfw are wanted: not where weights that are there are judged on photos of a list or of another set. */
export function needsFaces({ checkpoint, images, pairs, test }: PipelineOptions): boolean {
  return checkpoint === undefined || [images, pairs, test].every(option => option === undefined);
}
