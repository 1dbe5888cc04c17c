import { trainingPhotos } from '@arcface-ts/core';

/** The sets and the crop of a config, as they are prepared for it. */
export function photosOf(config: keyof typeof trainingPhotos): { sets: string[]; crop: string } {
  const { sets, crop } = trainingPhotos[config];
  return { sets: [...sets], crop };
}
