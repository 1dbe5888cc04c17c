import { ShapeError } from '@arcface-ts/core';
import { checkLabels } from './checked-options.js';
import { type Embeddings, embeddingNorms } from './embeddings.js';

/** How tightly embeddings of one class lie together, and how far apart the classes are. */
export interface ClassAngles {
  /** Mean angle between an embedding and the mean direction of its class, in degrees. */
  readonly withinClassAngleDeg: number;
  /** Smallest angle between the mean directions of two classes, in degrees. */
  readonly minBetweenCentreAngleDeg: number;
}

/**
 * Angles within and between classes, by the mean directions of the embeddings themselves, so that nets compare whatever they were trained
 * with: the mean direction of a class is that of the sum of its normalized embeddings.
 *
 * @param labels [count] class of each embedding, from 0
 * @throws ShapeError when labels are not one for each embedding, or fewer than two classes have any
 * @throws DataError for a label that is no whole number
 * @throws NumericError that names the row, for an embedding that has no direction
 */
export function classAngles(embeddings: Embeddings, labels: ArrayLike<number>): ClassAngles {
  const { count, dimension } = embeddings;
  checkLabels(labels, count, 'classAngles');
  const directions = normalizedRows(embeddings);
  const centres = new Map<number, Float64Array>();
  for (const [row, direction] of directions.entries()) {
    const label = labels[row] as number;
    const sum = centres.get(label) ?? new Float64Array(dimension);
    for (const [axis, value] of direction.entries()) sum[axis] = (sum[axis] as number) + value;
    centres.set(label, sum);
  }
  if (centres.size < 2) {
    throw ShapeError.because({
      expected: 'embeddings of two classes or more',
      received: `${centres.size}`,
      place: 'classAngles',
    });
  }
  const within = directions.reduce(
    (sum, direction, row) => sum + angleDeg(direction, centres.get(labels[row] as number) as Float64Array),
    0,
  );
  const means = [...centres.values()];
  const between = means.flatMap((mean, index) => means.slice(index + 1).map(other => angleDeg(mean, other)));
  return { withinClassAngleDeg: within / count, minBetweenCentreAngleDeg: Math.min(...between) };
}

function normalizedRows(embeddings: Embeddings): Float64Array[] {
  const { data, dimension } = embeddings;
  return Array.from(embeddingNorms(embeddings), (norm, row) =>
    Float64Array.from(data.subarray(row * dimension, (row + 1) * dimension), value => value / norm),
  );
}

/** Angle between two vectors, exact for small ones too, where the arc cosine is not: 2·atan2(|a/|a| − b/|b||, |a/|a| + b/|b||). */
function angleDeg(a: Float64Array, b: Float64Array): number {
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  const apart = Math.hypot(...a.map((value, axis) => value / lengthA - (b[axis] as number) / lengthB));
  const together = Math.hypot(...a.map((value, axis) => value / lengthA + (b[axis] as number) / lengthB));
  return (2 * Math.atan2(apart, together) * 180) / Math.PI;
}
