import type { RandomStream } from '@arcface-ts/core';
import { endlessly, photosByClass } from './photos-by-class.js';

/**
 * Batches of `photosEach` photos of each of some classes, as losses over pairs within a batch want them: classes come in random order, each
 * again only after all the others; a class with fewer photos shows some of them twice.
 * @param labels class of each photo   @returns as many whole groups as fit into the number of photos
 */
export function identityOrder(stream: RandomStream, labels: ArrayLike<number>, photosEach: number): Uint32Array {
  const classes = photosByClass(labels);
  const nextClass = endlessly([...classes.keys()], stream.split('classes'));
  const next = classes.map((photos, index) => endlessly(photos, stream.split('photos', index)));
  const groups = Math.floor(labels.length / photosEach);
  const order = new Uint32Array(groups * photosEach);
  for (let group = 0; group < groups; group++) {
    const photo = next[nextClass()] as () => number;
    for (let i = 0; i < photosEach; i++) order[group * photosEach + i] = photo();
  }
  return order;
}
