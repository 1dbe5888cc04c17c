import { type AugmentationOptions, noAugmentation } from '@arcface-ts/data';

/** What happens to a photo at random, on both sides: `--change` of bench/data/loader.py. */
export const changes = ['crop', 'face'] as const;
export type Change = (typeof changes)[number];

/** Sides of what a net sees, and of a crop as it is stored around it. */
export const seenPx = 112;
export const storedPx = 128;

export const augmentations: Record<Change, AugmentationOptions> = {
  /** A random place within the margin, and mirroring. */
  crop: { ...noAugmentation, mirror: 0.5, shift: (storedPx - seenPx) / 2 / seenPx },
  /** The recipe of the config `face`. */
  face: { ...noAugmentation, mirror: 0.5, shift: 0.06, scale: 0.08, brightness: 0.12, contrast: 0.2 },
};
