/** Which photos a config trains on, and how they are cropped; what it leaves out is as `data:faces` has it. */
export interface TrainingPhotos {
  readonly sets?: readonly string[];
  readonly crop?: string;
}

/**
 * What the project's configs train on, where it is not CelebA in the usual crop. The names are here since photos are prepared by what knows no
 * configs: `data:faces` and the configs both read them.
 */
export const trainingPhotos = {
  'face.small': { sets: ['celeba', 'pins'], crop: 'frontal-112' },
  'face.celeba': { sets: ['celeba'], crop: 'frontal-112' },
  'face.casia': { sets: ['casia'], crop: 'frontal-112' },
} as const satisfies Record<string, TrainingPhotos>;
