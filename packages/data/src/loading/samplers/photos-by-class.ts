import type { RandomStream } from '@arcface-ts/core';

/** Indices of the photos of each class that has any. */
export function photosByClass(labels: ArrayLike<number>): number[][] {
  const classes = new Map<number, number[]>();
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index] as number;
    const photos = classes.get(label);
    if (photos) photos.push(index);
    else classes.set(label, [index]);
  }
  return [...classes.values()];
}

/** A class's photos in random order, over and over: each comes again only after all the others have come. */
export function endlessly(photos: readonly number[], stream: RandomStream): () => number {
  let left: number[] = [];
  return () => {
    if (left.length === 0) left = stream.shuffled(photos);
    return left.pop() as number;
  };
}
