/**
 * What the project's configs train on, where it is not CelebA alone. The names are here since photos are prepared by what knows no configs:
 * `data:faces` and the configs both read them.
 */
export const trainingSets = {
  'face.small': ['celeba', 'pins'],
  'face.casia': ['casia'],
} as const;
