import { type CosineBlock, forEachCosineBlock } from '../cosine-blocks.js';
import type { Embeddings } from '../embeddings.js';
import { type UnitRows, unitRows } from '../unit-rows.js';
import type { GallerySplit } from './gallery-split.js';

/** What the searches found. */
export interface GallerySearch {
  /** [mated] cosine with the mate's image. */
  readonly mateCosines: Float64Array;
  /** [mated] place of the mate among all of the gallery, from 1. Who has the mate's cosine too is placed before it. */
  readonly mateRanks: Uint32Array;
  /** [nonMated] the largest cosine with anybody. */
  readonly topCosines: Float64Array;
}

/**
 * Compares each search with all of the gallery, block by block.
 *
 * Ties count against the mate: a net that gives everybody the same embedding finds nobody, where the order of the gallery
 * would otherwise decide.
 */
export function searchGallery(embeddings: Embeddings, split: GallerySplit): GallerySearch {
  const gallery = unitRows(embeddings, split.gallery);
  const mated = unitRows(embeddings, split.mated);
  const mateCosines = Float64Array.from(split.mates, (mate, search) => cosineOf(mated, search, gallery, mate));
  const mateRanks = new Uint32Array(mated.count);
  forEachCosineBlock(mated, gallery, block => countAtLeast(block, mateCosines, mateRanks));
  const topCosines = new Float64Array(split.nonMated.length).fill(Number.NEGATIVE_INFINITY);
  forEachCosineBlock(unitRows(embeddings, split.nonMated), gallery, block => raiseTop(block, topCosines));
  return { mateCosines, mateRanks, topCosines };
}

/** Adds for each search how many of the block are at least as near as the mate, which is one of them. */
function countAtLeast({ cosines, stride, left, right }: CosineBlock, least: Float64Array, counts: Uint32Array): void {
  for (let i = 0; i < left.count; i++) {
    const cosine = least[left.start + i]!;
    let count = 0;
    for (let at = i * stride; at < i * stride + right.count; at++) if (cosines[at]! >= cosine) count++;
    counts[left.start + i]! += count;
  }
}

function raiseTop({ cosines, stride, left, right }: CosineBlock, top: Float64Array): void {
  for (let i = 0; i < left.count; i++) {
    let largest = top[left.start + i]!;
    for (let at = i * stride; at < i * stride + right.count; at++) if (cosines[at]! > largest) largest = cosines[at]!;
    top[left.start + i] = largest;
  }
}

/** Summed as the blocks' cosines are, so that the mate is found equal to itself. */
function cosineOf(left: UnitRows, i: number, right: UnitRows, j: number): number {
  let sum = 0;
  for (let axis = 0; axis < left.dimension; axis++) {
    sum += left.data[i * left.dimension + axis]! * right.data[j * left.dimension + axis]!;
  }
  return sum;
}
