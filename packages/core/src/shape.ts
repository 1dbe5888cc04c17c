import { ShapeError } from './errors.js';

/** Lengths by axis; a string names an axis of any length, and equal names mean equal lengths. */
export type ShapePattern = readonly (number | string)[];

/**
 * Checks a shape against a pattern and returns the lengths of the named axes.
 *
 * `checkShape('cosine', [64, 10], ['batch', 'classes'], 'arcfaceLogits')` returns `{ batch: 64, classes: 10 }`.
 * Throws a ShapeError that names the value, the pattern and the place.
 */
export function checkShape(
  name: string,
  shape: readonly number[],
  pattern: ShapePattern,
  place: string,
  next?: string,
): Record<string, number> {
  const lengths: Record<string, number> = {};
  const matches =
    shape.length === pattern.length &&
    pattern.every((want, axis) => {
      const length = shape[axis] as number;
      if (typeof want === 'number') return length === want;
      lengths[want] ??= length;
      return lengths[want] === length;
    });
  if (!matches) {
    throw ShapeError.because({
      expected: `${name} of shape [${pattern.join(', ')}]`,
      received: `[${shape.join(', ')}]`,
      place,
      ...(next === undefined ? {} : { next }),
    });
  }
  return lengths;
}

/** Number of elements of a shape; 1 for a scalar's empty shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
