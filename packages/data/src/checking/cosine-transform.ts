import { ShapeError } from '@arcface-ts/core';

/** Maps a square picture, row-major, to its lowest frequencies. */
export type LowFrequencies = (picture: ArrayLike<number>) => Float64Array;

/**
 * The lowest frequencies of a two-dimensional DCT-II, without scaling factors, and without those that are constant along
 * a row or a column:
 * X[v, u] = Σy Σx picture[y, x] · cos((2y + 1)·v·π / 2·side) · cos((2x + 1)·u·π / 2·side), for v and u in 1…count.
 *
 * @returns a function from [side, side] to [count, count], both row-major; it throws a ShapeError for another size
 */
export function lowFrequencies({ side, count }: { side: number; count: number }): LowFrequencies {
  const cosines = Float64Array.from({ length: count * side }, (_, index) => {
    const frequency = Math.floor(index / side) + 1;
    return Math.cos(((2 * (index % side) + 1) * frequency * Math.PI) / (2 * side));
  });

  return picture => {
    if (picture.length !== side * side) {
      throw ShapeError.because({
        expected: `a picture of ${side}×${side} values`,
        received: `${picture.length} values`,
        place: 'lowFrequencies',
      });
    }
    // The sum factors: first along each row, then along the columns of what came out.
    const alongRows = new Float64Array(side * count); // [side, count]
    for (let y = 0; y < side; y++) {
      for (let u = 0; u < count; u++) {
        let sum = 0;
        for (let x = 0; x < side; x++) sum += (picture[y * side + x] as number) * (cosines[u * side + x] as number);
        alongRows[y * count + u] = sum;
      }
    }
    const transformed = new Float64Array(count * count); // [count, count]
    for (let v = 0; v < count; v++) {
      for (let u = 0; u < count; u++) {
        let sum = 0;
        for (let y = 0; y < side; y++) sum += (alongRows[y * count + u] as number) * (cosines[v * side + y] as number);
        transformed[v * count + u] = sum;
      }
    }
    return transformed;
  };
}
