import { explain } from '../event-file-error.js';
import type { PixelImages } from '../images/pixels.js';

/** Vectors for the Projector tab, and what it shows beside them. */
export interface Embedding {
  /** The vectors one after the other, [count, dimensions]. */
  readonly vectors: ArrayLike<number>;
  readonly dimensions: number;
  /** A label for each vector; or several columns by their names, which the tab can colour and search by. */
  readonly metadata?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** A small picture of each vector. */
  readonly images?: PixelImages;
}

/** What is wrong with an embedding. */
export function embeddingError(tag: string, expected: string, received: string, next: string): RangeError {
  return new RangeError(explain({ expected, received, place: `embedding "${tag}"`, next }));
}

/**
 * Checks the embedding's name: TensorBoard puts it into addresses as it is.
 * @throws RangeError that names it
 */
export function checkEmbeddingTag(tag: string): void {
  if (!/[&#%+?]/.test(tag)) return;
  throw embeddingError(tag, 'a tag without & # % + ?', JSON.stringify(tag), 'The Projector tab would not find it.');
}

/**
 * The vectors as float32, a copy.
 * @throws RangeError when their number is not whole, there is none, or a value is not finite
 */
export function vectorsOf(tag: string, { vectors, dimensions }: Embedding): Float32Array {
  if (!(Number.isInteger(dimensions) && dimensions >= 1)) {
    throw embeddingError(tag, 'one dimension or more', String(dimensions), 'Pass the length of one vector.');
  }
  if (vectors.length === 0 || vectors.length % dimensions !== 0) {
    const expected = `one vector or more of ${dimensions} values each`;
    throw embeddingError(
      tag,
      expected,
      `${vectors.length} values`,
      'Pass all vectors in one array, [count, dimensions].',
    );
  }
  const values = Float32Array.from(vectors);
  const at = values.findIndex(value => !Number.isFinite(value));
  if (at < 0) return values;
  const place = `${vectors[at]} in vector ${Math.floor(at / dimensions)}`;
  throw embeddingError(tag, 'values that float32 holds', place, 'Leave such vectors out.');
}
