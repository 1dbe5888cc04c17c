import { checkLabels } from '../checked-options.js';
import { type CosineBlock, forEachCosineBlock } from '../cosine-blocks.js';
import type { Embeddings } from '../embeddings.js';
import { unitRows } from '../unit-rows.js';

/** Bins in one unit of the cosine. A power of two: the product with it is exact, so each pair is in the bin where it belongs. */
export const binsPerUnit = 2 ** 17;

/** Bins over [−1, 1]; cosines that rounding put outside are in the outermost. */
export const cosineBins = 2 * binsPerUnit;

/** How many pairs have a cosine in bin k: in [k / 2^17 − 1, (k + 1) / 2^17 − 1). Whole numbers, exact up to 2^53. */
export interface CosineHistogram {
  readonly same: Float64Array;
  readonly different: Float64Array;
}

/**
 * Counts the cosines of all pairs of images, each pair once, in memory that does not grow with their number: 4 MB and the
 * embeddings in float64.
 *
 * @param labels [count] who is on each image
 */
export function cosineHistogram(embeddings: Embeddings, labels: ArrayLike<number>): CosineHistogram {
  checkLabels(labels, embeddings.count, 'allPairsRoc');
  // Sorted by label, nearly all blocks hold different pairs alone and need no look at the labels.
  const order = Uint32Array.from({ length: embeddings.count }, (_, row) => row).sort((a, b) => labels[a]! - labels[b]!);
  const sorted = Float64Array.from(order, row => labels[row]!);
  const units = unitRows(embeddings, order);
  const histogram = { same: new Float64Array(cosineBins), different: new Float64Array(cosineBins) };
  forEachCosineBlock(
    units,
    units,
    block => {
      const { left, right } = block;
      const mixed = sorted[right.start]! <= sorted[left.start + left.count - 1]!;
      if (mixed) countMixed(block, sorted, histogram);
      else countDifferent(block, histogram.different);
    },
    (left, right) => right < left,
  );
  return histogram;
}

function countDifferent({ cosines, stride, left, right }: CosineBlock, counts: Float64Array): void {
  for (let i = 0; i < left.count; i++) {
    for (let at = i * stride; at < i * stride + right.count; at++) counts[binOf(cosines[at]!)]!++;
  }
}

/** A block with people that are on both sides, or the same rows on both: each pair of two rows counts once. */
function countMixed(
  { cosines, stride, left, right }: CosineBlock,
  labels: Float64Array,
  { same, different }: CosineHistogram,
): void {
  for (let i = 0; i < left.count; i++) {
    const row = left.start + i;
    for (let j = Math.max(0, row + 1 - right.start); j < right.count; j++) {
      const counts = labels[row] === labels[right.start + j] ? same : different;
      counts[binOf(cosines[i * stride + j]!)]!++;
    }
  }
}

function binOf(cosine: number): number {
  const bin = Math.floor(cosine * binsPerUnit) + binsPerUnit;
  return bin < 0 ? 0 : bin < cosineBins ? bin : cosineBins - 1;
}
