import type { RandomStream } from '@arcface-ts/core';
import { endlessly, photosByClass } from './photos-by-class.js';

/**
 * As many photos as there are, of classes drawn in proportion to (photos of the class)^power: at power 0 each class is as likely as any
 * other, at 1 each photo is, as in plain shuffling; in between, 0.5 for example, long tails are lifted and not all the way.
 * Photos of a class come again only after all of its others have come.
 * @param labels class of each photo
 */
export function weightedOrder(stream: RandomStream, labels: ArrayLike<number>, power: number): Uint32Array {
  const classes = photosByClass(labels);
  const cumulative = new Float64Array(classes.length);
  let total = 0;
  for (const [index, photos] of classes.entries()) {
    total += photos.length ** power;
    cumulative[index] = total;
  }
  const draws = stream.split('classes');
  const next = classes.map((photos, index) => endlessly(photos, stream.split('photos', index)));
  return Uint32Array.from({ length: labels.length }, () => {
    const chosen = firstAbove(cumulative, draws.between(0, total));
    return (next[chosen] as () => number)();
  });
}

/** Index of the first of rising values that is above a limit below the last of them. */
function firstAbove(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
