import type { Batch } from '@arcface-ts/core';

/** A part of a batch, which has its memory. */
export type BatchSlice = Pick<Batch, 'images' | 'labels' | 'size'>;

/** A batch in parts of equal size, in order. */
export function slicesOf({ images, labels, size }: Batch, count: number): BatchSlice[] {
  const each = size / count;
  const pixels = images.length / count;
  return Array.from({ length: count }, (_, index) => ({
    images: images.subarray(index * pixels, (index + 1) * pixels),
    labels: labels.subarray(index * each, (index + 1) * each),
    size: each,
  }));
}
