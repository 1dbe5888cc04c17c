import type { Embeddings } from '../embeddings.js';
import type { VerificationPair } from '../verification-pair.js';

/** A pair that shall have a given squared distance. */
export interface WantedPair {
  readonly distance: number;
  readonly same: boolean;
  readonly fold: number;
}

/** Unit vectors in the plane whose pairs have these distances (up to float32), each pair with people of its own. */
export function pairsAt(wanted: readonly WantedPair[]): { embeddings: Embeddings; pairs: VerificationPair[] } {
  const rows = wanted.flatMap(({ distance }) => {
    const cosine = 1 - distance / 2;
    return [1, 0, cosine, Math.sqrt(Math.max(0, 1 - cosine * cosine))];
  });
  const pairs = wanted.map(({ same, fold }, index) => ({
    first: 2 * index,
    second: 2 * index + 1,
    same,
    fold,
    firstIdentity: 2 * index,
    secondIdentity: same ? 2 * index : 2 * index + 1,
  }));
  return { embeddings: { data: Float32Array.from(rows), count: rows.length / 2, dimension: 2 }, pairs };
}
