import { tileRows, type UnitRows } from './unit-rows.js';

/** Cosines between some rows of the left and some of the right. */
export interface CosineBlock {
  /** Cosine of left row `left.start + i` and right row `right.start + j` at i × stride + j. Overwritten by the next block. */
  readonly cosines: Float64Array;
  readonly stride: number;
  readonly left: { readonly start: number; readonly count: number };
  readonly right: { readonly start: number; readonly count: number };
}

/** Rows of a block: two blocks of 128 dimensions take 200 kB, which stays in a core's own cache. */
const blockRows = 96;

/**
 * Cosines of every left row with every right row, block by block, so that the memory does not grow with their number.
 * Each cosine is a sum in the order of the dimensions in float64, as a plain loop gives it, to the last digit.
 *
 * @param skip leaves out the block of left rows from `left` on and right rows from `right` on
 */
export function forEachCosineBlock(
  left: UnitRows,
  right: UnitRows,
  visit: (block: CosineBlock) => void,
  skip: (left: number, right: number) => boolean = () => false,
): void {
  const cosines = new Float64Array(blockRows * blockRows);
  for (let leftStart = 0; leftStart < left.count; leftStart += blockRows) {
    for (let rightStart = 0; rightStart < right.count; rightStart += blockRows) {
      if (skip(leftStart, rightStart)) continue;
      const block = {
        cosines,
        stride: blockRows,
        left: { start: leftStart, count: Math.min(blockRows, left.count - leftStart) },
        right: { start: rightStart, count: Math.min(blockRows, right.count - rightStart) },
      };
      fillBlock(left.data, right.data, left.dimension, block);
      visit(block);
    }
  }
}

/**
 * Three rows by three at once: nine sums and six factors fit the sixteen registers of a core, and each number that is read
 * is used three times. Three times as fast as one cosine after the other.
 */
function fillBlock(
  a: Float64Array,
  b: Float64Array,
  dimension: number,
  { cosines, stride, left, right }: CosineBlock,
): void {
  for (let i = 0; i < left.count; i += tileRows) {
    const a0 = (left.start + i) * dimension;
    const a1 = a0 + dimension;
    const a2 = a1 + dimension;
    for (let j = 0; j < right.count; j += tileRows) {
      const b0 = (right.start + j) * dimension;
      const b1 = b0 + dimension;
      const b2 = b1 + dimension;
      let [s00, s01, s02, s10, s11, s12, s20, s21, s22] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let axis = 0; axis < dimension; axis++) {
        const y0 = b[b0 + axis]!;
        const y1 = b[b1 + axis]!;
        const y2 = b[b2 + axis]!;
        let x = a[a0 + axis]!;
        s00 += x * y0;
        s01 += x * y1;
        s02 += x * y2;
        x = a[a1 + axis]!;
        s10 += x * y0;
        s11 += x * y1;
        s12 += x * y2;
        x = a[a2 + axis]!;
        s20 += x * y0;
        s21 += x * y1;
        s22 += x * y2;
      }
      const at = i * stride + j;
      cosines[at] = s00;
      cosines[at + 1] = s01;
      cosines[at + 2] = s02;
      cosines[at + stride] = s10;
      cosines[at + stride + 1] = s11;
      cosines[at + stride + 2] = s12;
      cosines[at + 2 * stride] = s20;
      cosines[at + 2 * stride + 1] = s21;
      cosines[at + 2 * stride + 2] = s22;
    }
  }
}
